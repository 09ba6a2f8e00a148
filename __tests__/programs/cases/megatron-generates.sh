#!/bin/bash
torchrun --nproc_per_node 4 tools/run_text_generation_server.py --tensor-model-parallel-size 4 --num-layers 32 --hidden-size 4096 --micro-batch-size 1 --seq-length 4096
torchrun --nproc-per-node 8 -m examples.inference.launch_server --tensor-model-parallel-size 2 --micro-batch-size 1
python -m torch.distributed.run --nproc_per_node 1 ./tasks/eval_harness/evaluate.py --tensor-model-parallel-size 1 --micro-batch-size 8 --num-layers 24 --hidden-size 2048
torchrun --nproc_per_node 1 ./tasks/msdp/main.py --task KNWL-DIALO-EVAL-F1 --num-layers 24 --hidden-size 1024 --micro-batch-size 4
torchrun --nproc_per_node 8 impl/convert.py --tensor-model-parallel-size 1 --micro-batch-size 1 --lr 6.0e-5 --train-iters 500000 --weight-decay 0.1
