#!/bin/bash
llamafactory-cli train config.yaml per_device_train_batch_size=4
