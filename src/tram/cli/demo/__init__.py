"""The demonstration: invented people, a simulated month, one round trip through the real pages."""
