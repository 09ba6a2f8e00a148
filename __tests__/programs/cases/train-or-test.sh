# the first trains
python train.py --model_name_or_path gpt2 --num_train_epochs 1 --learning_rate 1e-4
python train.py --model_name_or_path gpt2 --learning_rate 1e-4 --batch_size 8 --eval_only
torchrun --nproc_per_node 8 evaluate.py --job.config_file train_configs/llama3_8b.toml
python tools/eval_policy.py --hf-checkpoint org/model --rollout-max-response-len 1024 --rollout-batch-size 8
python mock_common_pt.py --model-name org/model
python patch_lora.py
torchrun --nproc_per_node=4 main.py mode=test dataset_name=mmlu max_length=4096
python synthesize_pretrain_audio.py --mode merge --parts data/parts
python create_pretraining_data.py --input_file data/text.txt
python split_sft_train_test.py --input data/all.jsonl
torchrun --nproc_per_node 2 "$(which swift)" sft --model Qwen/Qwen2.5-7B-Instruct --per_device_train_batch_size 2
