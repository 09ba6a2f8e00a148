python run_sft.py --model_name_or_path outputs/tiny --max_seq_length 1024 --per_device_train_batch_size 16 --num_train_epochs 3 --bf16
