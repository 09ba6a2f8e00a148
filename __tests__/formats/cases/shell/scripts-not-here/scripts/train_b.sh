torchrun --nproc_per_node 8 train.py --model_name_or_path org/model-7b --num_train_epochs 2
