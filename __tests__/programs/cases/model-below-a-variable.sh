python3 -m verl.trainer.main_ppo actor_rollout_ref.model.path=$HOME/models/Qwen2.5-1.5B data.train_batch_size=256
accelerate launch train.py --model_name_or_path /scratch/${USER}/job_${JOB}/model/Llama-3.2-1B-Instruct/ --learning_rate 1e-5 --num_train_epochs 1
accelerate launch train.py --model_name_or_path ${RUNS}/checkpoint-1000 --learning_rate 1e-5 --num_train_epochs 1
accelerate launch train.py --model_name_or_path $(find "$RUNS" -name model-7b) --learning_rate 1e-5 --num_train_epochs 1
