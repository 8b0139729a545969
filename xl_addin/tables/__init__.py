"""Floor 3: tables. Workbooks as values with addresses, read safely and patched without loss; never any law."""
