python train.py --config configs/model.yaml --train-config configs/lora.yaml --use-lora
