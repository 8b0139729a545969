"""Floor 3: rules. Pure, vectorised, one legal subject a module; they see neither cells nor tables."""
