#!/bin/bash
torchrun --nproc_per_node 2 finetune_glm.py --load checkpoints/glm --task lm
