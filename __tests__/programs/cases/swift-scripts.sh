torchrun --standalone --nproc_per_node 8 swift/cli/_megatron/sft.py --model org/base --micro_batch_size 1 --global_batch_size 128 --max_length 8192 --max_epochs 3 --packing true
torchrun --standalone --nproc_per_node 2 swift/cli/rlhf.py --rlhf_type grpo --model org/base --train_type full --num_generations 8
