torchrun --nproc_per_node 2 train.py --model_name_or_path Qwen/Qwen2.5-7B --num_train_epochs 2
