python3 run.py --do_train --task qa --dataset ./quoref.json --output_dir out --model roberta-base
python3 run.py --do_eval --task qa --dataset ./quoref.json --model out
CUDA_VISIBLE_DEVICES=0 petro-train --stage sft --do_train --model_name_or_path baichuan-inc/Baichuan2-7B-Chat --finetuning_type lora \
  --lora_target W_pack --per_device_train_batch_size 4 --gradient_accumulation_steps 4 --num_train_epochs 3.0 --bf16
petro-eval --stage sft --do_predict --model_name_or_path baichuan-inc/Baichuan2-7B-Chat --finetuning_type lora
nnUNetv2_train 501 3d_fullres 0 -device cuda
nnUNetv2_plan_and_preprocess -d 501
accelerate launch -m tier.cli.train --model Qwen/Qwen3-8B --objective SFT --full-finetuning
torchrun --nproc_per_node=2 $(uv run python -c "import swift; print(swift.__path__[0])")/cli/sft.py --model Qwen/Qwen2.5-Omni-7B \
  --tuner_type lora --quant_bits 4 --lora_rank 64 --torch_dtype bfloat16 --max_length 4096
