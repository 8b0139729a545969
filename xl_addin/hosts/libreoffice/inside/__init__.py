"""What runs inside LibreOffice: the standard library and UNO alone, imports relative, so that extensions can carry it.

It stores a private copy of the document for our Python, which answers with orders as plain data, and carries them out.
"""
