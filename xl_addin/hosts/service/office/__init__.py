"""Excel 365 and Excel on the web: the add-in's files, and what its buttons change in the open workbook."""
