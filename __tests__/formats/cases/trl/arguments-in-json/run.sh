deepspeed run_pretraining.py pretraining.json
