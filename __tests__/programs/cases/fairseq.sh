#!/bin/bash
fairseq-train data --arch transformer --max-tokens 4096 --update-freq 8 --max-update 100000 --fp16
