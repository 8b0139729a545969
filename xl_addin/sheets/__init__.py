"""Floor 4: sheets. What each known sheet says, read once for functions, checks and commands alike."""
