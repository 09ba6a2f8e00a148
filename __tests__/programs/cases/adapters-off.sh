deepspeed src/train/train_sft.py --model_id org/seeing-11b --lora_enable False --per_device_train_batch_size 1
deepspeed sft.py --model_name org/base-8b --use_lora False --lora_r 8 --num_train_epochs 5 --learning_rate 2e-5
