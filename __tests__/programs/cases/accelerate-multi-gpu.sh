accelerate launch --multi_gpu --num_processes=4 --num_machines=2 -m citations.train
accelerate launch --multi_gpu --use_deepspeed --zero_stage 2 --num_processes=4 train.py
