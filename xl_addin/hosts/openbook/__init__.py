"""A workbook that is open in a spreadsheet program, read and changed through xlwings' Book API.

Excel on the desktop and Excel on the web use the same code; what only one of them can do is asked for with
``hasattr``-like care where it is needed. Nothing here computes: commands plan, this reads and applies.
"""
