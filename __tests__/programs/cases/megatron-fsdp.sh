#!/bin/bash
torchrun --nproc_per_node=8 pretrain_gpt.py --use-megatron-fsdp --use-distributed-optimizer --micro-batch-size 2 --global-batch-size 64 --seq-length 4096 --train-iters 100 --num-layers 12 --hidden-size 768 --num-attention-heads 12
