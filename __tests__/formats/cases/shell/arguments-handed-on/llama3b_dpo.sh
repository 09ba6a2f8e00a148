bash scripts/train_pairs.sh --gpus 0,1,2,3 --base_model meta-llama/Llama-3.2-3B-Instruct --accumulate 32 --verbose
