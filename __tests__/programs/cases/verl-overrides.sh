#!/bin/bash
python3 -m verl.trainer.main_ppo actor_rollout_ref.model.path=Qwen/Qwen2.5-0.5B +data.max_prompt_length=512 trainer.n_gpus_per_node=8 trainer.nnodes=2 ++trainer.total_epochs=3
