#!/bin/bash
#SBATCH --nodes=2
#SBATCH --gpus-per-node=8
if [ -z $SLURM_JOB_ID ]; then
    sbatch "$0"
    exit
fi
srun singularity exec image.sif ./launch.sh pretrain_gpt.py --micro-batch-size 2 --num-layers 24 --hidden-size 2048 --train-iters 1000
