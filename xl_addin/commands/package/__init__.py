"""生成测算表: a computed sheet of 一补二险 with its summary."""
