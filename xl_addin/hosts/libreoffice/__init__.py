"""LibreOffice Calc: an extension made from the two catalogs, and the buttons applied to an open document."""
