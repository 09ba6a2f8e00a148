#!/bin/bash
torchrun --nproc_per_node 8 eval.py --model Qwen/Qwen2.5-0.5B
accelerate launch -m lm_eval --model hf
