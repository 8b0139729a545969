"""Doctests of the analysis are looked for only where the analyser is installed (extra ``dev``, by ``make check``)."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("pyvbaanalysis") else ["analysis.py"]
