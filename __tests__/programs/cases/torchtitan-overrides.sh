#!/bin/bash
torchrun --nproc_per_node=8 -m torchtitan.train --job.config_file llama.toml --training.steps 100 --training.local_batch_size 2 --parallelism.tensor_parallel_degree 2
