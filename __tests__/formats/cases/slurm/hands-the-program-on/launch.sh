#!/bin/bash
export RANK=$SLURM_PROCID
export LOCAL_RANK=$SLURM_LOCALID
python -u "$@" > >(tee "logs/$RANK.out")
