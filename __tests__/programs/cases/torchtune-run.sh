#!/bin/bash
tune run --nnodes 2 --nproc_per_node 4 full_finetune_distributed --config llama3/8B_full batch_size=2 epochs=3
