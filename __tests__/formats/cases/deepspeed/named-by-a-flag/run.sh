deepspeed --include localhost:0,1 finetune.py --deepspeed ds.json --model_name_or_path facebook/opt-1.3b --num_train_epochs 1
