"""Fill-down formulas evaluated as columns. Whatever is not surely equal to the cell-by-cell way is left to that way."""
