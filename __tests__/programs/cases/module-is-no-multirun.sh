python -m pkg.train --epochs 2 --target_modules q_proj,v_proj --learning_rate 1e-4
