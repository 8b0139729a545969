"""Floor 9: the programs in which staff work. A host only carries cell values in and out; it computes nothing.

Every host takes names, arguments and help from :data:`xl_addin.functions.CATALOG` and calculates by
:func:`xl_addin.functions.call`, so that a function gives the same result in all of them.
"""
