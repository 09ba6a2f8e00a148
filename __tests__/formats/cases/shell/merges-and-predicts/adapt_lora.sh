python src/sft.py --model_name_or_path meta-llama/Llama-2-7b-hf --num_train_epochs 3 --learning_rate 1e-4 --use_peft --lora_r 8
