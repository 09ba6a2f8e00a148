while (( "$#" )); do
  case "$1" in
    --gpus) gpus="$2"; shift 2 ;;
    --base_model) base_model="$2"; shift 2 ;;
    --accumulate) accumulate="$2"; shift 2 ;;
    --verbose) verbose=1; shift ;;
    *) echo "unknown option $1"; exit 1 ;;
  esac
done
gpus=${gpus:-0,1,2,3,4,5,6,7}
CUDA_VISIBLE_DEVICES=${gpus} llamafactory-cli train --stage dpo --model_name_or_path ${base_model} --finetuning_type full \
  --per_device_train_batch_size 1 --gradient_accumulation_steps ${accumulate:-16} --num_train_epochs 1
