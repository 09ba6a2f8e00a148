cd scripts
bash train_inner.sh 4
