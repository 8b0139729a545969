"""Native functions that are done here on our own values instead of by the engine."""
