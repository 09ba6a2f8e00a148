#!/bin/bash
"${CMD[@]}"
