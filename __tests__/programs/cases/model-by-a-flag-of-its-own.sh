torchrun --nproc_per_node=2 vlm/train/train.py --vision_tower_pretrained_path google/siglip --vlm_pretrained_path AIDC-AI/Ovis2.5-9B --per_device_train_batch_size 2 --num_train_epochs 1
