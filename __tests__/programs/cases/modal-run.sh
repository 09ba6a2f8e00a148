#!/bin/bash
modal run train.py
