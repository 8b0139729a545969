"""Single changes to the parts of a workbook: stored values, formulas, marks, styles, report sheets, the zip itself."""
