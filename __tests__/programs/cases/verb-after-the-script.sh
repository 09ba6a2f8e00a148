python main.py train-sft --config configs/sft.yaml --data processed/sft.jsonl
python3 -u finetune/main.py --batch 4 --epochs 3
python make_split.py train
python main.py evaluate --split train
python main.py
