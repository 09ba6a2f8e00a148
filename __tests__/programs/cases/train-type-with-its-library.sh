python train.py --batch_size 1 --model_name org/model-34b --train_type custom_qlora
python train.py --batch_size 1 --model_name org/model-34b --train_type hqq_lora
