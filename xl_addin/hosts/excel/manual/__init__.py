"""The manual for clerks and the first-run checklist with their pictures, drawn from what the add-in really shows."""
