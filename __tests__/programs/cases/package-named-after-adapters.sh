python -m moe_lora.gate_magnitudes --checkpoint out.pt
python -m moe_lora.analysis.per_layer_routing
