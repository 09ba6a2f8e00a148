accelerate launch --config_file fsdp.yaml --num_processes 32 train.py --model_name_or_path gpt2 --learning_rate 1e-4 --num_train_epochs 2
