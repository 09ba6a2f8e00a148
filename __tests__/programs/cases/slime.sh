CKPT_ARGS=(--hf-checkpoint /data/Qwen3-4B --ref-load /data/Qwen3-4B_torch_dist)
ROLLOUT_ARGS=(--num-rollout 3000 --rollout-batch-size 32 --n-samples-per-prompt 8 --rollout-max-response-len 8192 --global-batch-size 256)
ray job submit --address="http://127.0.0.1:8265" -- python3 train.py --actor-num-nodes 1 --actor-num-gpus-per-node 8 --colocate "${CKPT_ARGS[@]}" "${ROLLOUT_ARGS[@]}" --advantage-estimator grpo --kl-loss-coef 0.00 --tensor-model-parallel-size 2 --recompute-granularity full --use-dynamic-batch-size --max-tokens-per-gpu 9216
