#!/bin/bash
python nemo_finetune.py ++trainer.devices=8 ++trainer.num_nodes=2 ++model.micro_batch_size=1 trainer.max_steps=100
