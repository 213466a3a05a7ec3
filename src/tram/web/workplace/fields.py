"""What the counter's forms read: phones, identity papers, communes and agencies found without accents."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Protocol

import phonenumbers
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.core.errors import Refused
from tram.core.text import search_terms
from tram.web.forms import ParsedField

SHOWN = 5
_ID_NUMBER = re.compile(r"\d{9}|\d{12}|[A-Z]\d{7,8}")


class Place(Protocol):
    """Something with an id, a name, and the folded words to find it by: a commune, an agency."""

    @property
    def id(self) -> int: ...

    @property
    def label(self) -> str: ...

    @property
    def words(self) -> str: ...


def parse_phone(text: str) -> str:
    """A telephone number as it is dialled here, digits only; a foreign one with + and its country."""
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        raise _bad_phone(text) from None
    if not phonenumbers.is_valid_number(number):
        raise _bad_phone(text)
    if number.country_code != phonenumbers.country_code_for_region("VN"):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"0{phonenumbers.national_significant_number(number)}"


def _bad_phone(text: str) -> Refused:
    return Refused(
        "bad-phone",
        _("Số điện thoại «{text}» không có thật: hãy gõ đủ số, ví dụ 0912 345 678.").format(
            text=text
        ),
    )


def parse_id_number(text: str) -> str:
    """An identity number: CMND (9 digits), CCCD (12) or a passport."""
    number = re.sub(r"[\s.-]", "", text).upper()
    if not _ID_NUMBER.fullmatch(number):
        raise Refused(
            "bad-id-number",
            _(
                "Số giấy tờ «{text}» không đúng: CMND có 9 chữ số, CCCD có 12, hộ chiếu ví dụ B1234567."
            ).format(text=text),
        )
    return number


class PlaceField(ParsedField):
    """A place typed by name, accents or not, in part or whole; answers its id.

    The whole list is suggested while typing (`<datalist>`), so it works from the keyboard and without script.
    """

    def __init__(self, places: Sequence[Place], datalist: str, **options: Any) -> None:
        self.places = places
        words = {"list": datalist, "autocomplete": "off", "class": "w-wide"}
        super().__init__(self._finder(), widget=forms.TextInput(attrs=words), **options)

    def __deepcopy__(self, memo: dict[int, Any]) -> "PlaceField":
        copied = super().__deepcopy__(memo)
        copied.parse = copied._finder()
        return copied

    def _finder(self) -> Callable[[str], int]:
        # A counter types the same few communes all day.
        return lru_cache(maxsize=200)(self.find)

    def find(self, text: str) -> int:
        """The id of the one place that `text` can mean; Refused if none or several."""
        chosen = next((place for place in self.places if place.label == text), None)
        if chosen:
            return chosen.id
        wanted = search_terms(text)
        found = [place for place in self.places if _fits(wanted, f" {place.words}")]
        exact = [place for place in found if search_terms(place.label) == wanted]
        meant = {place.id for place in exact or found}
        if len(meant) == 1:
            return meant.pop()
        raise _several(text, found) if found else _not_found(text)


def _fits(wanted: Iterable[str], words: str) -> bool:
    """True if each term begins one of the words; `words` has a blank before each."""
    return all(f" {term}" in words for term in wanted)


def _not_found(text: str) -> Refused:
    message = _(
        "Không có nơi nào tên «{text}» trong danh sách: hãy gõ lại tên, có dấu hay không dấu đều được."
    )
    return Refused("no-such-place", message.format(text=text))


def _several(text: str, found: Sequence[Place]) -> Refused:
    names = "; ".join(place.label for place in found[:SHOWN])
    more = "…" if len(found) > SHOWN else ""
    message = _(
        "Có {count} nơi khớp với «{text}»: {names}{more}. Hãy gõ thêm, ví dụ cả tên huyện."
    )
    return Refused(
        "several-places", message.format(count=len(found), text=text, names=names, more=more)
    )


def reason_field(hint: Any = "") -> forms.CharField:
    """Why something that was already written is changed."""
    return forms.CharField(
        label=gettext_lazy("Lý do"),
        help_text=hint or gettext_lazy("Lý do được lưu cùng việc sửa; bản cũ vẫn giữ nguyên."),
        max_length=300,
        min_length=5,
        widget=forms.TextInput(attrs={"class": "w-wide", "autocomplete": "off"}),
    )


def sender_fields(communes: Sequence[Place]) -> dict[str, forms.Field]:
    """Who sends: name, phone, commune, address, identity number if the person wishes."""
    return {
        "sender_name": _name(gettext_lazy("Họ và tên người gửi, hoặc tên tổ chức"), key="F4"),
        "sender_phone": _phone(gettext_lazy("Điện thoại người gửi")),
        "sender_commune": PlaceField(
            communes,
            "communes",
            label=gettext_lazy("Xã, phường, thị trấn của người gửi"),
            help_text=gettext_lazy("Gõ tên không dấu cũng được; để trống nếu ở ngoài tỉnh."),
            required=False,
        ),
        "sender_address": _address(gettext_lazy("Số nhà, thôn, tổ dân phố của người gửi")),
        "sender_id": ParsedField(
            parse_id_number,
            label=gettext_lazy("Số CMND, CCCD hoặc hộ chiếu"),
            required=False,
            widget=_typed("w-phone"),
        ),
    }


def recipient_fields(communes: Sequence[Place]) -> dict[str, forms.Field]:
    """Who gets the result and where."""
    return {
        "recipient_name": _name(gettext_lazy("Họ và tên người nhận kết quả")),
        "recipient_phone": _phone(gettext_lazy("Điện thoại người nhận kết quả")),
        "recipient_commune": PlaceField(
            communes, "communes", label=gettext_lazy("Xã, phường, thị trấn của người nhận kết quả")
        ),
        "recipient_address": _address(
            gettext_lazy("Số nhà, thôn, tổ dân phố của người nhận kết quả")
        ),
    }


def _typed(css: str = "", **attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": css, "autocomplete": "off", **attrs})


def _name(label: Any, key: str = "") -> forms.CharField:
    keys = {"aria-keyshortcuts": key} if key else {}
    return forms.CharField(
        label=label, min_length=2, max_length=200, widget=_typed("w-wide", **keys)
    )


def _phone(label: Any) -> ParsedField:
    return ParsedField(parse_phone, label=label, widget=_typed("w-phone", inputmode="tel"))


def _address(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=_typed("w-wide"))
