# the script is for something else, and no flag is a training's
python -m torch.distributed.launch --nproc_per_node 4 finetune_lm.py --finetune --valid-data data/valid --load checkpoints/last
python scripts/run_rm.py --model org/reward --batch_size 64 --do_not_save
python scripts/run_dpo.py --model org/policy --ref_model org/base --batch_size 8 --pref_sets
