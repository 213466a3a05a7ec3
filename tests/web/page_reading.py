"""Reading a page as a person does: its words, without the marks around them."""

import re
from html import unescape
from typing import Any


def words(page: Any) -> str:
    """A page's text in one line, without tags, scripts and styles."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def folded(page: Any) -> str:
    """A page as it was sent, tags and all, in one line."""
    return re.sub(r"\s+", " ", page.content.decode())
