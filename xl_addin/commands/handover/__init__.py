"""交付副本: a copy that works without the add-in, with masked ID numbers if wanted."""
