"""Drills: many people at once try to break a book, in a scratch database of their own."""
