# What trains a tokenizer, checks what was trained, or is code in a line trains no model.
python scripts/train_tokenizer.py --config configs/tok.yaml
python scripts/verify_sft_checkpoint.py --checkpoint out
srun python -m rl.train_grpo preflight --config configs/a.yaml
srun python -m rl.train_grpo train --config configs/a.yaml
torchrun --nnodes=2 --nproc-per-node=8 -c "
import torch.distributed as dist
dist.init_process_group('nccl')
"
CUDA_VISIBLE_DEVICES=0 python src/train_bash.py --stage sft --do_predict --model_name_or_path meta-llama/Llama-2-7b-hf \
  --finetuning_type lora --per_device_eval_batch_size 1 --max_samples 20
torchrun --nproc_per_node=2 -c "import os; from selftraining import selftrain; selftrain(os.environ['DATA'])"
