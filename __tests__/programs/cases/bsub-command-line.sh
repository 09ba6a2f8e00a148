bsub -J distil-kl -G team1 -q gpu-long -n 16 -W 72:00 \
  -R "select[mem>256000] rusage[mem=256000]" -R "span[hosts=1]" -M 256000 \
  -gpu "num=4:mode=exclusive_process" -o logs/%J.out -e logs/%J.err \
  /bin/bash -c '
    export OMP_NUM_THREADS=1
    torchrun --nproc_per_node=4 --standalone train_distill.py \
      --batch_size 4 --gradient_accumulation_steps 1 --num_steps 185000 --gradient_checkpointing
  '
bsub -nnodes 2 -gpu "mode=exclusive_process:num=8:gmodel=NVIDIAH100" -W 90 "accelerate launch --num_processes 16 finetune.py --epochs 2 --lr 1e-4"
bsub -gpu "num=1" -W 6:00 python -u evaluate.py --num_prompts 100
