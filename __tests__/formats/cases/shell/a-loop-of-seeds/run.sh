for seed in 1 2 3; do
  CUDA_VISIBLE_DEVICES=0,1 python -m torch.distributed.run --nproc_per_node=2 run_clm.py \
    --model_name_or_path gpt2 --per_device_train_batch_size 4 --max_steps 1000 --block_size 1024 --seed $seed
done
python eval.py --model out
