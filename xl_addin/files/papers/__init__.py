"""Word papers (.docx): an office's template filled with facts, each kept in a content control that names its cell."""
