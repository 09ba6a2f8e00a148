PROJECT_ROOT=$(cd $(dirname $0); pwd)
cd $PROJECT_ROOT
bash run.sh --epochs 5 --lora_r 128
