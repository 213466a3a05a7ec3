"""Benchmarks: measured against the live server, in a scratch database."""
