CUDA_VISIBLE_DEVICES=0,1,2,3,4,5,6 accelerate launch --config_file five.yaml train_sft.py --model_name org/base-7b --train_batch_size 2 --learning_rate 1e-4
CUDA_VISIBLE_DEVICES=0,1,2 accelerate launch train_sft.py --model_name org/base-7b --train_batch_size 2 --learning_rate 1e-4
