"""Template tags of the pages: `{% load tram %}`."""
