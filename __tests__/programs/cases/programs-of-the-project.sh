uv run lab train +exp=small seed=0
poetry run lab evaluate --checkpoint out
uv run dvc pull
make train
