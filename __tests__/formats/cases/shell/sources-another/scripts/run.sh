#!/bin/bash
SCRIPT_DIR=$(cd "$(dirname "$0")" && pwd)
source "$SCRIPT_DIR/env.sh"
source ~/.bashrc
BATCH=8
torchrun --nproc_per_node $GPUS_PER_NODE train.py --model_name_or_path $MODEL --num_train_epochs $EPOCHS --per_device_train_batch_size $BATCH
