"""Word papers of an enterprise's restructuring: what each says and from which cell, and whether it still agrees."""
