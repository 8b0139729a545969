"""The city on one page: where every enterprise stands, from one workbook or many."""
