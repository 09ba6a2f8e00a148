automodel pretrain.yaml --nproc-per-node 8
