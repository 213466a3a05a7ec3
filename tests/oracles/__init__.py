"""Independent models of what Trạm computes. A model imports nothing of `tram`: a test asks for it."""
