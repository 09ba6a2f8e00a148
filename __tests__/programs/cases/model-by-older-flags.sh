NPROC_PER_NODE=3 swift sft --model_type qwen2-0_5b-instruct --model_id_or_path models/Qwen2-0.5B-Instruct --sft_type full --max_length 4096 --batch_size 4
torchrun --nproc-per-node 4 src/run_training.py --base_model_dir Qwen/Qwen2-7B --max_seq_length 8192 --enable_lora --lora_rank 128 --train_batch_size 2
