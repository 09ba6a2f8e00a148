#!/bin/bash
uv run rl @ configs/rl.toml --trainer.max-steps 20
uv run sft @ configs/sft.toml
