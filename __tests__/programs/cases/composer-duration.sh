composer train/train.py train/yamls/pretrain/mpt-1b.yaml train_loader.dataset.split=train_small max_duration=100ba eval_interval=0
