NUM_NODES=$(echo "$SKYPILOT_NODE_IPS" | wc -l)
if [ "${NUM_NODES}" -gt 1 ]; then
  accelerate launch --num_machines $NUM_NODES --machine_rank $SKYPILOT_NODE_RANK \
    --num_processes $(($NUM_NODES * $SKYPILOT_NUM_GPUS_PER_NODE)) train.py --config recipes/qlora.yaml
else
  accelerate launch --num_processes $SKYPILOT_NUM_GPUS_PER_NODE train.py --config recipes/qlora.yaml
fi
if [ "$STAGE" = both ]; then
  python sft.py --model_name_or_path Qwen/Qwen3-4B --learning_rate 1e-5 --num_train_epochs 2
  python sft.py --model_name_or_path Qwen/Qwen3-4B --learning_rate 1e-6 --num_train_epochs 2
fi
if [ "$HOSTS" -gt 1 ]; then
  torchrun --nnodes $HOSTS --nproc_per_node 8 dpo.py --model_name_or_path Qwen/Qwen3-8B --learning_rate 1e-5
else
  torchrun --standalone --nproc_per_node 4 dpo.py --model_name_or_path Qwen/Qwen3-8B --learning_rate 1e-5
fi
python baselines/hpo_optuna.py --method fft --n-trials 20
