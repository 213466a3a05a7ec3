"""The postman delivers (phát kết quả)."""

from django.urls import URLPattern

urls: list[URLPattern] = []
