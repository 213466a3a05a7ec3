"""Three simulated years of the province: acts as data by a seeded generator, written by few COPY statements.

`acts` says what people do, `stream` makes such acts from a province and its published figures, `writer` writes the
rows that the commands would have written for them, hashes included. Everything is marked as simulated.
"""
