deepspeed --num_gpus=8 training/train.py --config configs/food.yaml
python scripts/train.py --config configs/adalora.yaml
python scripts/pretrain.py --config configs/steps.yaml
