#!/bin/bash
axolotl train config.yml --launcher accelerate --num-processes 4
