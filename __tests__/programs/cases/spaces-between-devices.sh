export CUDA_VISIBLE_DEVICES="0, 1"
python finetune.py --llm_model_path LLM/Qwen2.5-0.5B-Instruct --per_gpu_batch_size 64 --num_train_epochs 10 --learning_rate 5e-4
