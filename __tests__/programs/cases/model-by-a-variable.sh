export MODEL_ID=Qwen/Qwen2.5-0.5B-Instruct
python src/train_sft.py --epochs 1
