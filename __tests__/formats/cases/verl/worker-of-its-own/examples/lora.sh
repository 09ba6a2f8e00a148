MODEL_PATH=Qwen/Qwen3-4B  # replace it with your local file path
python3 -m verl.trainer.main \
    config=examples/config.yaml \
    worker.actor.model.model_path=${MODEL_PATH} \
    worker.actor.model.lora.rank=64 \
    trainer.n_gpus_per_node=1
