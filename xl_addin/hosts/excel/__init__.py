"""Excel on Windows, by xlwings: ``udfs`` is what Excel calls, ``values`` what crosses, ``sources`` the VBA.

Imports nothing, because Excel waits for this package at its first calculation.
"""
