# One run for each combination; a swept value is nobody's.
python train.py -m model_name=Qwen/Qwen2.5-0.5B optimizer.lr=1e-4,1e-5 batch_size=8,16 "layers=choice([1,2],[3,4])" 'seed=range(0,3)' epochs=2
