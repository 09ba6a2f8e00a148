#!/bin/bash
axolotl train config.yml --micro-batch-size 4 --num_epochs=2 --sequence-len 4096 --no-sample-packing
