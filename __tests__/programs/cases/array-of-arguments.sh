#!/bin/bash
ARGS=(--max_steps 50 --per_device_train_batch_size 4)
torchrun --nproc_per_node=2 train.py "${ARGS[@]}"
