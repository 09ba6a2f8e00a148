torchrun --standalone --nproc_per_node=4 train_sft.py --pretrain bigscience/bloom-1b7 --model bloom --strategy colossalai_zero2 \
  --batch_size 3 --accumulation_steps 10 --max_len 1024 --max_epochs 3
swift rlhf --rlhf_type grpo --model Qwen/Qwen2.5-Omni-7B --train_type full --num_generations 2 --num_iterations 1 --num_train_epochs 2
