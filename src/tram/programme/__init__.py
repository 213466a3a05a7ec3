"""The plan of the province (kế hoạch): targets, indicators, registers, board, forecast, snapshots, recounting.

It reads the facts that the contexts below it keep, and decides nothing about a dossier.
"""
