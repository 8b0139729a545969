"""Host without any spreadsheet program: ``run``, ``check`` and the buttons on workbook files.

The original is only read; :mod:`job` and :mod:`buttons` are the ways in.
"""
