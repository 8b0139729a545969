"""Thousands of workbooks through ``run``, ``check`` or a command, each apart from the others: ``xl-addin batch``.

:mod:`job` is the way in. A file that hangs, dies or asks for too much memory is ended and named; the others go on.
"""
