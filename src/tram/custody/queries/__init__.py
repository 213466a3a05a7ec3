"""Reads of the physical journey, one room a reader."""
