export EPOCHS=5
sbatch --gres=gpu:2 slurm/train.sbatch -m Qwen/Qwen3-8B -b 4 configs/long.yaml
bash scripts/evaluate.sh Qwen/Qwen3-8B
