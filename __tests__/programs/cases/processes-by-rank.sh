ARGS="--model-name org/base-3b --total-steps 10 --lr 1e-5 --seq-length 2048 --micro-batch-size 1 --world-size 4 --pipeline-group-size 4 --fp16"
(python dist_clm_train.py $(echo ${ARGS}) --cuda-id 0 --rank 0 \
  & \
python dist_clm_train.py $(echo ${ARGS}) --cuda-id 1 --rank 1 \
  & \
python dist_clm_train.py $(echo ${ARGS}) --cuda-id 2 --rank 2 \
  & \
python dist_clm_train.py $(echo ${ARGS}) --cuda-id 3 --rank 3 & wait)
for rank in 4 8; do accelerate launch train.py --model_name org/base-3b --learning_rate 1e-4 --num_epochs 1 --rank $rank; done
