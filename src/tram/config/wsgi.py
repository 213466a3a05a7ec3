"""The WSGI application that the web server loads.

What is loaded now stays for good, so the garbage collector need not walk it again and again: a full walk holds a
worker up for a tenth of a second.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tram.config.settings")
application = get_wsgi_application()
assert get_resolver().url_patterns  # every page's module is loaded with it
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
