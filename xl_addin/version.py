"""The version of this package; hosts print it and the bundle is named after it."""

__version__ = "0.1.0"
