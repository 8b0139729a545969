"""Floor 3: files. An .xlsx as bytes: read safely, patched without loss, built anew; never any law."""
