tune run eleuther_eval --config eval/small.yaml tasks=["mmlu"]
tune run dev/generate_v2 --config generation.yaml prompt.user="Hello"
tune run quantize --config quantization.yaml
