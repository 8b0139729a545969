"""Length of service, wage bases, economic compensation (经济补偿金) and their derivation."""
