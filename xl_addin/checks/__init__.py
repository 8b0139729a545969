"""Floor 4: checks. Recognised sheets in, findings with their place out; nothing is changed."""
