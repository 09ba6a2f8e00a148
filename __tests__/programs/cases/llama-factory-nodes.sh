#!/bin/bash
FORCE_TORCHRUN=1 NNODES=2 NPROC_PER_NODE=8 llamafactory-cli train --stage sft --model_name_or_path Qwen/Qwen2.5-0.5B --finetuning_type lora
