"""Functions that help a clerk: dates, amounts in capitals, ID numbers, policy values."""
