python cot_distill.py --input results.jsonl --output data/cot.json --model out/checkpoint --temperature 0.0 --max_tokens 512
python scripts/tools/diagnose_grpo_rollout.py
