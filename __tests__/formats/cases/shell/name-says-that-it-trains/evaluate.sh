bash run.sh --do_test
