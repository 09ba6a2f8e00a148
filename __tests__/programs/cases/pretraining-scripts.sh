accelerate launch run_clm.py --config_name configs/tiny.json --per_device_train_batch_size 32 --block_size 1024 --num_train_epochs 3
python scripts/run_mlm.py --model_name_or_path org/base-bert --max_seq_length 128 --per_device_train_batch_size 256 --max_steps 500000
torchrun --nproc_per_node=4 pretrain.py --model_name_or_path org/base --model_max_length 512 --per_device_train_batch_size 16
