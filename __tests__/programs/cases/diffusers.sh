accelerate launch --mixed_precision bf16 train_cosmos_lora.py --pretrained_model_name_or_path my-org/world-2B --train_batch_size 1 --max_train_steps 1000 --height 432 --width 768 --lora_rank 32
