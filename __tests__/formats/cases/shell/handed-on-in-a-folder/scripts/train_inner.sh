torchrun --nproc_per_node 2 train.py --model_name_or_path Qwen/Qwen2.5-7B --per_device_train_batch_size $1 --num_train_epochs 1
