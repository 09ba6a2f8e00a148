REGION=us-central1
gcloud ai custom-jobs create --region=$REGION --display-name="lora-dental" \
  --worker-pool-spec=machine-type=a2-highgpu-1g,replica-count=1,container-image-uri=europe-docker.pkg.dev/p/vertex/train-lora:latest \
  --args=--epochs=3,--lora_r=32,--model_name_or_path=mistralai/Mistral-7B-v0.3
gcloud beta ai custom-jobs create --region $REGION --display-name "sqa_model_training_$UUID" \
  --worker-pool-spec=machine-type=n1-standard-8,replica-count=1,accelerator-type=NVIDIA_TESLA_V100,accelerator-count=4,python-module=trainer.task \
  --worker-pool-spec=machine-type=n1-standard-8,replica-count=3,accelerator-type=NVIDIA_TESLA_V100,accelerator-count=4,python-module=trainer.task
gcloud ai custom-jobs create --region=$REGION --display-name=batch-inference \
  --worker-pool-spec=machine-type=g2-standard-8,replica-count=1,container-image-uri=gcr.io/p/llm-train:v1
gcloud ai custom-jobs describe lora-dental
