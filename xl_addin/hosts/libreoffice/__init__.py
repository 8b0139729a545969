"""LibreOffice Calc: the same functions and buttons, reached through UNO.

``inside`` runs in LibreOffice's own Python and knows nothing of the field; everything else runs in ours, in the same
process where the two match, else in a process of its own that is asked with plain data.
"""
