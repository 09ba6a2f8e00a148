. "$(dirname "${BASH_SOURCE[0]}")/../cluster.sh"
export MODEL=org/model-7b
EPOCHS=${EPOCHS:-3}
BATCH=1
