#!/bin/bash
#PBS -l select=2:ngpus=8
#PBS -l walltime=1:00:00
NUM_MACHINES=$(uniq "${PBS_NODEFILE}" | wc -l)
accelerate launch --config_file five.yaml --num_machines "${NUM_MACHINES}" sft.py --model_name_or_path org/base-20b --per_device_train_batch_size 2 --learning_rate 1e-5
