deepspeed --num_gpus 4 --module econ_model.train_sft --max_len 1024 --train_batch_size 128 --micro_train_batch_size 8 \
  --pretrain Qwen/Qwen2.5-7B-Instruct --zero_stage 3 --max_epochs 1 --packing_samples --bf16 --gradient_checkpointing
