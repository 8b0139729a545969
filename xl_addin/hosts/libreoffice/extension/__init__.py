"""The extension (.oxt): glue of ``macros/libreoffice`` and what is made from the catalogs of functions and commands."""
