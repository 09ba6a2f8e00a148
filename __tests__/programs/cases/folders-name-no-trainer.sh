# A folder called after Megatron and a measuring script are no training.
python3 /home/me/megatron-sft-recipes/scripts/train_align/extract_curve.py log.jsonl
uv run python -m nemo_rl_lab.new_experiment "$@"
