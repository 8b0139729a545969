"""Rosters of millions of rows (Parquet, CSV) streamed through the rules: ``xl-addin table``."""
