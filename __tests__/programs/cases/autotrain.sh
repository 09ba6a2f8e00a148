#!/bin/bash
autotrain llm --train --model Qwen/Qwen2.5-0.5B --data-path . --lr 2e-4 --batch-size 4 --epochs 3 --peft --quantization int4 --lora-r 16
