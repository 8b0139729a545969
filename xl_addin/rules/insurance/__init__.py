"""Contributions, arrears, prepayment, reserves, late fees, retirement ages, and what 一补二险 adds up to."""
