"""Floor 5: checks. Recognised sheets in, findings with their place out; nothing is changed."""
