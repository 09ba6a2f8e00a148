#!/bin/bash
litgpt pretrain pythia-160m --train.max_tokens 1000000000 --train.max_seq_length 2048 --devices 8 --num_nodes 2
