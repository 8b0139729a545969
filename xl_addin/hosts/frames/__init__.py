"""Host of DataFrames: what Python users have as a table goes in, the same kind of table comes out.

pandas, polars, pyarrow and others, through narwhals; nothing here is loaded by a cell or by the command line.
"""
