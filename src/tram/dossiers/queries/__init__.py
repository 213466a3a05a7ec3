"""Reads of the legal journey, one room a reader."""
