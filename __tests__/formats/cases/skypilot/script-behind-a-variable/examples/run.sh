accelerate launch train_sft.py --config $REPO_DIR/examples/sft.yaml
