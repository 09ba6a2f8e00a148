#!/bin/bash
vllm serve Qwen/Qwen2.5-0.5B
python -m vllm.entrypoints.openai.api_server --model Qwen/Qwen2.5-0.5B
