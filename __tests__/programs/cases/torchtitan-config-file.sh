CONFIG_FILE=${CONFIG_FILE:-"./train_configs/small.toml"}
srun torchrun --nnodes 4 --nproc_per_node 8 --rdzv_backend c10d ./train.py --job.config_file ${CONFIG_FILE} --training.steps 300
