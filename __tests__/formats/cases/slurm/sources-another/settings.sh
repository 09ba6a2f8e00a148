MODEL=org/model-70b
STEPS=500
