#!/bin/bash
axolotl train config.yml --launcher torchrun -- --nproc_per_node=8 --nnodes=2
