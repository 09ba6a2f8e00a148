torchrun --standalone --nnodes 1 --nproc-per-node 4 vla-scripts/finetune.py --lora_rank 32 --batch_size 8 --grad_accumulation_steps 4 --learning_rate 5e-4
accelerate launch scripts/finetune.py --model_name_or_path org/small --per_device_train_batch_size 3 --learning_rate 1e-5
