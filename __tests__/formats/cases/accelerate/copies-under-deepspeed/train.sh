accelerate launch --config_file accelerate.yaml train_dpo.py --model_name org/base-7b --deepspeed ds.json --per_device_train_batch_size 4 --learning_rate 1e-6
accelerate launch --config_file accelerate.yaml train_sft.py --model_name org/base-7b --per_device_train_batch_size 4 --learning_rate 1e-6
