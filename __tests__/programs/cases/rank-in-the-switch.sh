torchrun --nproc_per_node 2 internvl/train/internvl_chat_finetune.py --model_name_or_path ./pretrained/seeing-1B --freeze_llm True --use_llm_lora 16 --grad_checkpoint True --per_device_train_batch_size 4
torchrun --nproc_per_node 2 train.py --input_model_filename org/base-7b --learning_rate 2e-5 --num_train_epochs 1
