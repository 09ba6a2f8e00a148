GPUS=8
MODEL_ARGS="--num-layers 24 --hidden-size 1024 --num-attention-heads 16 --seq-length 1024 --max-position-embeddings 1024"
torchrun --nproc_per_node $GPUS --nnodes 2 pretrain_gpt.py $MODEL_ARGS --micro-batch-size 4 --global-batch-size 64 --train-iters 500 --tensor-model-parallel-size 2 --bf16
