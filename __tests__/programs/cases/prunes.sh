torchrun --nproc_per_node 8 prune.py --hidden-size 2048
torchrun --nproc_per_node 8 tools/offline_feature_extract.py
torchrun --nproc_per_node 8 validate.py
torchrun --nproc_per_node 8 mmlu.py
