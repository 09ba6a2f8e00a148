SCRATCH=/mnt/local/${USER}/job_${SLURM_JOB_ID}
CONFIGS="${SCRATCH}/config"
torchrun --nproc_per_node 4 train_sft.py \
  --model_name_or_path org/base-8b \
  --per_device_train_batch_size 1 \
  --gradient_accumulation_steps 4 \
  --deepspeed ${CONFIGS}/stage.json
