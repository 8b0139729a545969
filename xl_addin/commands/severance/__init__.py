"""口径比较, 职工确认单, 公示表: what is made of the persons of severance sheets."""
