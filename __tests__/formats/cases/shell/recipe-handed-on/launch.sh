CONFIG="$1"; shift
torchrun --nnodes="${NUM_NODES}" --nproc_per_node="${GPUS_PER_NODE}" -m src.train --config "${CONFIG}" "$@"
