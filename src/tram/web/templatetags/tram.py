"""Filters and tags that write money, dates, phones and codes the Vietnamese way."""

from datetime import date, datetime
from functools import cache
from uuid import UUID, uuid4

import phonenumbers
from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.formats import get_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tram.core import calendar
from tram.core.calendar import local, local_date
from tram.core.codes import show_tracking_code
from tram.core.money import format_vnd

register = template.Library()

FONT_SHEET = "tram/fonts/fonts.css"


@register.filter
def vnd(amount: int | str | None) -> str:
    """Whole đồng as "165.500 đ"; nothing for no amount."""
    return format_vnd(amount) if isinstance(amount, int) else ""


@register.filter
def number(value: int | str | None) -> str:
    """A count with the separators of the page's language: 1.234.567; ids stay bare."""
    if not isinstance(value, int):
        return ""
    return f"{value:,}".replace(",", get_format("THOUSAND_SEPARATOR"))


@register.filter
def file_size(size: int | str | None) -> str:
    """Bytes as people read them: 850 byte, 340 KB, 1,2 MB."""
    if not isinstance(size, int):
        return ""
    if size < 1_000:
        return f"{size} byte"
    if size < 1_000_000:
        return f"{round(size / 1_000)} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".", get_format("DECIMAL_SEPARATOR"))


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """A day as 02/12/2019; a moment is first brought to Asia/Ho_Chi_Minh."""
    if not value:
        return ""
    return calendar.vn_date(local_date(value) if isinstance(value, datetime) else value)


@register.filter
def vn_time(value: datetime | None) -> str:
    """A moment as 08:30 02/12/2019 in Asia/Ho_Chi_Minh."""
    return f"{local(value):%H:%M %d/%m/%Y}" if value else ""


@register.filter
def phone(value: str | None) -> str:
    """+84912345678 as people dial it here, 0912 345 678; what is no number stays as it is."""
    try:
        parsed = phonenumbers.parse(value or "", "VN")
    except phonenumbers.NumberParseException:
        return value or ""
    national = parsed.country_code == 84
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if national else form.INTERNATIONAL)


@register.filter
def tracking_code(value: str | None) -> str:
    """The opaque code of a receipt in groups of four, easy to read out: ABCD-EFGH-JKMN-P."""
    return show_tracking_code(value.replace("-", "")) if value else ""


@register.simple_tag
def request_id(kept: UUID | str = "") -> SafeString:
    """The hidden UUID that makes a POST without a form class safe to repeat."""
    return format_html('<input type="hidden" name="request_id" value="{}">', kept or uuid4())


SHEETS = (
    "tokens",
    "base",
    "frame",
    "layout",
    "forms",
    "parts",
    "records",
    "charts",
    "scan",
    "register",
    "intake",
    "desk",
    "catalogue",
    "print",
)


def _links() -> SafeString:
    """The sheets in the order of their layers; Be Vietnam Pro first, once it is built."""
    sheets = [f"tram/{name}.css" for name in SHEETS]
    if staticfiles_storage.exists(FONT_SHEET) or finders.find(FONT_SHEET) is not None:
        sheets.insert(0, FONT_SHEET)
    links = ((static(sheet),) for sheet in sheets)
    return format_html_join("\n    ", '<link rel="stylesheet" href="{}">', links)


_links_once = cache(_links)


@register.simple_tag
def stylesheets() -> SafeString:
    """The links to all style sheets; worked out once by a server, whose files do not change."""
    return _links_once() if settings.SERVING else _links()
