"""Host without any spreadsheet program (floor 6): recalculates the calls of our functions inside a workbook file.

:mod:`recalculation` is the way in. It reads a :class:`~xl_addin.tables.grid.BookGrid` and says what to write into
which cell; reading and writing files is the business of :mod:`xl_addin.tables`.
"""
