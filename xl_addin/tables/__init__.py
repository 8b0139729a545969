"""Floor 2: tables. A workbook as values with addresses: cleaning, labels, headings, known tables; never any law."""
