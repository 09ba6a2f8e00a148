#!/bin/bash
python main.py --gpus 4 --num_nodes 2 --accelerator ddp --max_epochs 5 --batch_size 8 --lr 0.1
