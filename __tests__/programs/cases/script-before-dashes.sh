bash infra/babysit.sh run-1 -z us-central2-b -t v4-32 --preemptible -- \
  WANDB_MODE=offline \
  bash levanter/infra/run.sh python \
  levanter/src/levanter/main/train_lm.py --config_path config/llama_100m.yaml --trainer.num_train_steps 10001
bash scripts/notify.sh --channel runs -- finished training
