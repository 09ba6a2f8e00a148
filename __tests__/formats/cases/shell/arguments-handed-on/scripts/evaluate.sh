lm_eval --model hf --model_args pretrained=$1
