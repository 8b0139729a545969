"""The local service: a page to drop workbooks on, and functions and buttons for programs of this computer.

Listens on this computer only. :mod:`app` has the routes, :mod:`guard` says who is let in, :mod:`running` starts and
stops it; whatever touches a workbook or a cell runs in a child process (:mod:`worker`).
"""
