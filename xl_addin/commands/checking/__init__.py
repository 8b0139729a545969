"""校验当前表, 校验整簿, 程序核查: what is wrong with a workbook, marked and reported."""
