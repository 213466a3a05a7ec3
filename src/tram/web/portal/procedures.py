"""Which procedures go by post, with papers and price."""

from django.urls import URLPattern

urls: list[URLPattern] = []
