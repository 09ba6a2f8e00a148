#!/bin/bash
mpirun -n 16 -npernode 4 --mca btl ^openib --mca btl_tcp_if_include eth0 -x NCCL_DEBUG=INFO python deepspeed_train.py --max_seq_length 128 --deepspeed_config ds_zero1.json
