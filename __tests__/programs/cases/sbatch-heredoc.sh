#!/bin/bash
sbatch --gres=gpu:a100:2 --nodes=1 <<EOF
#!/bin/bash
python train.py --model_name_or_path Qwen/Qwen2.5-0.5B --per_device_train_batch_size 4 --max_steps 50
EOF
