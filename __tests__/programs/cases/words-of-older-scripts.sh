torchrun --nproc_per_node=4 finetune_trainer.py --model_name_or_path ./longer-large --per_gpu_train_batch_size=3 \
  --gradient_accumulation_steps=40 --num_train_epochs=1
python tune.py --model google/mt5-base --finetuning-technique lora --lora-rank 8 --steps 5000
uv run finetuner.py --model_name="unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit" --batch_size=2
torchrun --nproc_per_node 4 tune_chat.py --model Qwen/Qwen2.5-3B-Instruct --lora --bf16 --epochs 1 --batch 2
