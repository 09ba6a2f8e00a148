#!/bin/bash
NPROC_PER_NODE=8 megatron sft --load /data01/LLM_model/Qwen3-30B-A3B-mcore --tensor_model_parallel_size 2 --expert_model_parallel_size 2 --micro_batch_size 2 --global_batch_size 64 --max_length 4096
megatron sft --model Qwen/Qwen3-8B --load output/iter_0000100 --micro_batch_size 1 --global_batch_size 16
