"""Benchmarks: measured against the live server, in a scratch database."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tram.config.settings")
