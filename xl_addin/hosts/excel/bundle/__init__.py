"""The offline bundle for Windows PCs without Python, network or administrator rights, built on any system.

``build`` makes the zip; the other modules each know one thing: ``pins`` which files are fetched and their hashes,
``download`` how, ``embedding`` the Python, ``wheels`` the libraries, ``program`` our own part, ``licences``, ``layout``
where all of it lies, ``archive`` the zip. Only the building machine needs this package; the bundle leaves it out.
"""
