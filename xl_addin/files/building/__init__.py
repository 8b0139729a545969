"""New workbooks, written by XlsxWriter: sheets, looks, forms to fill in, charts."""
