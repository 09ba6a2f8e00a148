# every sign joins what stands left of it; products come before sums
NNODES=2
NPROC=8
NNODES=$NNODES NPROC_PER_NODE=$NPROC swift sft --model Qwen/Qwen3-8B --train_type full --max_length 4096 --per_device_train_batch_size 1 \
  --gradient_accumulation_steps $(expr 64 / $NPROC / $NNODES)
swift pt --model Qwen/Qwen3-8B --train_type full --max_length $(expr 1024 + 2 \* 512) --per_device_train_batch_size 1 --gradient_accumulation_steps $(expr 7 / 2 - 1)
