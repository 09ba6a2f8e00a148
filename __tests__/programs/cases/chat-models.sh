torchrun --nproc_per_node 2 train/chat_finetune.py --model_name_or_path org/small
python sft_chat.py org/small
torchrun --nproc_per_node 2 lora_chat.py --model org/small
python -m fastchat.serve.cli --model-path org/small
torchrun --nproc_per_node 2 chat.py --ckpt_dir small
