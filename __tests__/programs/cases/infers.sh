#!/bin/bash
torchrun --nproc_per_node=8 inference.py --max_steps 50
