#!/bin/bash
NNODES=2 NODE_RANK=0 NPROC_PER_NODE=4 CUDA_VISIBLE_DEVICES=0,1,2,3 swift sft --model Qwen/Qwen2.5-0.5B --train_type lora --num_train_epochs 1
