# none of these trains
python3 -m venv finetune_env
python -m pip install train-utils
echo "Generated verl/trainer/config/${name}"
git clone https://example.org/finetune pretrain
