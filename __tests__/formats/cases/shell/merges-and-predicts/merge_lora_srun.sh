srun --nodes 1 --gpus-per-node 1 --partition gp1d bash -c "./merge_lora.sh" &
