python3 -m recipe.own.main_ppo --config-path=config --config-name='own_trainer' trainer.n_gpus_per_node=8
python3 -m verl.trainer.main_ppo --config-path=config --config-name='ppo_megatron_trainer.yaml' trainer.n_gpus_per_node=4
python3 -m verl.trainer.main_ppo --config-path="$PROJECT_DIR/recipe/own/config" --config-name='own_trainer' trainer.n_gpus_per_node=2
