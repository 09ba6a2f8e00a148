#!/bin/bash
python evaluate.py --model Qwen/Qwen2.5-0.5B --batch_size 4
