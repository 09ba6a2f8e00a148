python train.py --ctx_len 512 --micro_bsz 16 --lr_init 6e-4 --weight_decay 0.001 --warmup_steps 10 --accelerator gpu --devices 4 --precision bf16 --strategy deepspeed_stage_2 --grad_cp 1
python train.py --learning_rate 1e-4 --num_epochs 2 --devices 3
