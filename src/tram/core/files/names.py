"""The name under which a file is shown: what the person called it, made harmless; no path is ever made of it."""

import re

from tram.core.text import clean

LONGEST = 120
_SEPARATORS = re.compile(r"[/\\]")
# What Windows forbids in a name, so that whoever downloads it can save it.
_FORBIDDEN = re.compile(r'[<>:"|?*«»]')
NAMELESS = "tệp"


def shown_name(given: str) -> str:
    """The last part of a name, NFC, without invisible signs, at most 120 characters, its ending kept."""
    last = _SEPARATORS.split(clean(given))[-1]
    name = _FORBIDDEN.sub("_", last).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem:
        return name[:LONGEST] or NAMELESS
    return (
        f"{stem[: LONGEST - len(ending) - 1].rstrip()}.{ending}"
        if len(ending) < 8
        else name[:LONGEST]
    )
