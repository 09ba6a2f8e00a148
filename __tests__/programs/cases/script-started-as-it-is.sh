#!/bin/bash
./train.py --base_model='Qwen/Qwen2.5-0.5B' --micro_batch_size=2 --num_epochs=3
