"""Floor 1: values. Money, dates, persons, errors and findings; no law, no cells."""
