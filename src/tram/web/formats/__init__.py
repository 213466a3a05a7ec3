"""How dates and numbers are written, per language (FORMAT_MODULE_PATH)."""
