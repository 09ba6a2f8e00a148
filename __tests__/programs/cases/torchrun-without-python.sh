worker=$(cat <<- EOM
  sleep 3 ;
  cd /opt/bridge ;
  python finetune.py --model_name_or_path Qwen/Qwen3-8B --per_device_train_batch_size 1 --num_train_epochs 1
EOM
)
echo "$worker" > worker.sh
torchrun --nproc_per_node 8 --nnodes 2 --no-python bash worker.sh
