"""Functions of insurance: bases, arrears, prepayment, reserves, late fees, and 一补二险."""
