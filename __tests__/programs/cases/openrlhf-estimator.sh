#!/bin/bash
python3 -m openrlhf.cli.train_ppo_ray --pretrain Qwen/Qwen2.5-7B --advantage_estimator group_norm --rollout_batch_size 64 --train_batch_size 64 --micro_train_batch_size 1
python3 -m openrlhf.cli.train_ppo_ray --actor.model_name_or_path Qwen/Qwen2.5-7B --algo.advantage.estimator gae --rollout.batch_size 64 --train.batch_size 64
