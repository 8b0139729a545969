"""Workbooks of other formats, read as stored values by a child process whose death is a refusal."""
