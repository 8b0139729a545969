"""解释选中单元格: a call or a row of a sheet, told step by step."""
