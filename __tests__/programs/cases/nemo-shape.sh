#!/bin/bash
python megatron_gpt_pretraining.py trainer.devices=8 trainer.num_nodes=1 trainer.max_steps=100 model.num_layers=12 model.hidden_size=768 model.num_attention_heads=12 model.ffn_hidden_size=3072 model.max_position_embeddings=1024 model.micro_batch_size=2
