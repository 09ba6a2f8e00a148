#!/bin/bash
deepspeed --num_gpus 8 --module openrlhf.cli.train_sft --pretrain Qwen/Qwen2.5-0.5B --max_len 32768 --micro_train_batch_size 1 --train_batch_size 16 --zero_stage 3 --ring_attn_size 4 --attn_implementation flash_attention_2
