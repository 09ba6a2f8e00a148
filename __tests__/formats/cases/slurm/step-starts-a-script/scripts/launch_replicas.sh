vllm serve x &
vllm serve y
