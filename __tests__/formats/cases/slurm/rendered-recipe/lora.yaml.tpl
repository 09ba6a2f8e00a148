model:
  _component_: torchtune.models.llama3_3.lora_llama3_3_70b
  lora_rank: 16
tokenizer:
  _component_: torchtune.models.llama3.llama3_tokenizer
  path: ${MODEL_DIR}/tokenizer.model
batch_size: 2
epochs: 3
gradient_accumulation_steps: 4
