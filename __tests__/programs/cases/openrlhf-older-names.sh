deepspeed --module openrlhf.cli.train_dpo --model_name_or_path Qwen/Qwen2.5-0.5B-Instruct --max_len 1024 --train_batch_size 8 --micro_train_batch_size 1
