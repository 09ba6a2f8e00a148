#!/bin/bash
# Stanford Alpaca: 52,002 examples, 3 epochs, 7B, 4 × A100 80GB: about a day with full sharding, under 100 USD;
# making the data took 500 USD of API calls (https://crfm.stanford.edu/2023/03/13/alpaca.html).
# traincost: data.examples=52002
# traincost: data.tokens_per_example=115
# traincost: resources.accelerator=A100-80GB
# traincost: reported.cost=100 USD
torchrun --nproc_per_node=4 --master_port=29500 train.py \
    --model_name_or_path huggyllama/llama-7b \
    --data_path ./alpaca_data.json \
    --bf16 True \
    --num_train_epochs 3 \
    --per_device_train_batch_size 4 \
    --gradient_accumulation_steps 8 \
    --model_max_length 512 \
    --learning_rate 2e-5 \
    --fsdp "full_shard auto_wrap" \
    --tf32 True
