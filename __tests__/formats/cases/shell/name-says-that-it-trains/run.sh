EPOCHS=1
LORA_R=64
while [[ $# -gt 0 ]]; do
  case $1 in
    --epochs) EPOCHS="$2"; shift ;;
    --lora_r) LORA_R="$2"; shift ;;
    --do_test) DO_TEST=True ;;
  esac
  shift
done
torchrun --nproc_per_node 8 video/train.py --model_name_or_path Qwen/Qwen2.5-VL-7B-Instruct --num_train_epochs $EPOCHS \
  --per_device_train_batch_size 1 --lora_enable True --lora_r $LORA_R
