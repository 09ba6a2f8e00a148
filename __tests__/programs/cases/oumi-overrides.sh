#!/bin/bash
oumi distributed torchrun -m oumi train -c config.yaml --training.max_steps 20 --training.per_device_train_batch_size 4
