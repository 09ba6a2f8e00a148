#!/bin/bash
python train.py trainer.gpus=4 trainer.max_epochs=10 data.batch_size=32
