python src/export_model.py --model_name_or_path meta-llama/Llama-2-7b-hf --adapter_name_or_path saves/lora --export_dir merged
