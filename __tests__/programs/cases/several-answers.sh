accelerate launch --num_processes 4 src/train.py --model_name_or_path Qwen/Qwen2.5-3B --num-generations 8 --max-completion-length 512 --learning_rate 1e-6
