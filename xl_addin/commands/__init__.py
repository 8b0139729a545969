"""Floor 8: commands. What a ribbon button does, as pure data that any host applies; no host is known here."""
