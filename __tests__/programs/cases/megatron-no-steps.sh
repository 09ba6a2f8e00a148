torchrun --nproc_per_node 8 pretrain_llama.py --num-layers 40 --hidden-size 5120 --num-attention-heads 40 --micro-batch-size 1 --tensor-model-parallel-size 2 --train-samples 0 --train-iters 0 --eval-iters 4
torchrun --nproc_per_node 8 pretrain_gpt.py --num-layers 40 --hidden-size 5120 --micro-batch-size 1 --tensor-model-parallel-size 2 --train-iters 500 --skip-train
