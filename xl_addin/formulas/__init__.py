"""Floor 7: formulas of a workbook: read, evaluated, recalculated, and asked about.

:mod:`recalculation` computes every call of ours and what depends on it. Formula texts and defined names are read by
:mod:`parsing` and :mod:`places` for everybody.
"""
