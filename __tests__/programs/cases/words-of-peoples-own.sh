torchrun --nnodes=2 --nproc_per_node=8 scripts/train_grpo.py --model.path Qwen/Qwen2.5-7B --trainer.total_epochs 3
torchrun --standalone --nproc_per_node=4 scripts/train_sft.py --batch 4 --accum 2 --epochs 20 --bf16
python -m torch.distributed.launch --nproc_per_node 8 ./tasks/main.py --task MNLI --tensor-model-parallel-size 1 --num-layers 24 --hidden-size 1024 \
  --num-attention-heads 16 --micro-batch-size 8 --seq-length 512 --epochs 5 --activations-checkpoint-method uniform --fp16
