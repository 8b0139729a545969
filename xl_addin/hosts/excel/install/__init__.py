"""Installing for one Windows user without administrator rights, taking everything away again, and saying what is wrong.

``installing`` and ``removing`` do the work, ``diagnosis`` looks at the result. ``places`` names every place that is
touched; ``contents``, ``open_entries`` and ``machine`` can be read and tested on any system; ``registry``, ``access``,
``shortcuts`` and ``route`` wrap one interface of Windows each.
"""
