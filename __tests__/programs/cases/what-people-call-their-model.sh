accelerate launch pipeline/train/instruction_following.py --pretrained_model_name_or_path=adept/fuyu-8b --model_name=fuyu --batch_size=8 --num_epochs=3
accelerate launch train_ppo.py --policy_model_path models/policy-7b/recover --critic_model_path models/reward-7b --maxlen_prompt 2048 --maxlen_res 512 --batch_size 2 --lr 5e-7 --gradient_checkpoint
accelerate launch train_rm.py --hf_model_name_or_path hf-llama-7b --batch_size 4 --train_steps 1000 --lr 5e-6
torchrun --nproc_per_node 4 vla/finetune.py --vla_path ./openvla-7b --batch_size 8 --learning_rate 5e-4
