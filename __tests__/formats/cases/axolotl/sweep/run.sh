axolotl train config.yaml --sweep sweep.yaml
