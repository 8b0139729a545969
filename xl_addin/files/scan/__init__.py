"""The cells of a worksheet part, read in blocks of rows where a program wrote it plainly, cell by cell elsewhere."""
