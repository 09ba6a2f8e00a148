#!/bin/bash
litgpt finetune_lora meta-llama/Llama-3.2-1B --train.micro_batch_size 2 --train.global_batch_size 16 --train.epochs 3 --devices 4 --lora_r 8 --precision bf16-true
