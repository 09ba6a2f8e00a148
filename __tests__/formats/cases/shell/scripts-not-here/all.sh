ROOT=${ROOT:?}
bash examples/train_a.sh > a.log 2>&1 &
bash $ROOT/scripts/train_b.sh > b.log 2>&1 &
