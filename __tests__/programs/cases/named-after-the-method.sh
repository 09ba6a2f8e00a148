accelerate launch train_gemma_LoRA.py --model_name_or_path org/base-9b --learning_rate 1e-4
accelerate launch train_full.py --model_name_or_path org/base-8b --learning_rate 1e-6
