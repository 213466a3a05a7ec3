"""Looking at an uploaded file before it is believed: size, kind, and what a limited child process finds in it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tram.core.errors import Refused
from tram.core.files import child, store
from tram.core.files.kinds import HEAD, MediaType, kind_of
from tram.core.files.limits import Limits, limits
from tram.core.files.names import shown_name


class Place:
    """Where staged bytes wait; to the memory of a request all places are one, for the digest says what was sent."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __repr__(self) -> str:
        return "staged"


@dataclass(frozen=True)
class Given:
    """A file that was looked at and may be kept: its name as shown, its kind, and what it holds."""

    name: str
    media_type: MediaType
    size: int
    sha256: str
    pages: int
    place: Place


@contextmanager
def staged(source: Iterable[bytes], size: int, name: str) -> Iterator[Given]:
    """A file ready to be kept inside this block; Refused if it is not what we take. `size` as it was sent."""
    shown, allowed = shown_name(name), limits()
    require_size(shown, size, allowed)
    place, sha256, copied = store.stage(source)
    try:
        require_size(shown, copied, allowed)
        with place.open("rb") as start:
            kind = kind_of(shown, start.read(HEAD))
        pages = _pages(shown, kind, place, allowed)
        yield Given(shown, kind, copied, sha256, pages, Place(place))
    finally:
        place.unlink(missing_ok=True)


def keep(given: Given) -> None:
    """Keep a staged file for good: called in the transaction that writes the row naming it."""
    store.keep_staged(given.place.path, given.sha256)


def require_size(name: str, size: int, allowed: Limits) -> None:
    """Refuse an empty file and one that is too large."""
    if not size:
        raise Refused("file-empty", _("Tệp «{}» trống. Hãy quét lại rồi chọn lại.").format(name))
    if size > allowed.bytes:
        message = _(
            "Tệp «{name}» quá lớn: nhiều nhất {size} MB. Hãy quét ở 200–300 dpi hoặc tách thành nhiều tệp."
        )
        raise Refused("file-large", message.format(name=name, size=allowed.megabytes))


def _pages(name: str, kind: MediaType, place: Path, allowed: Limits) -> int:
    asked = (str(place), kind.value, str(allowed.pages), str(allowed.pixels))
    told = child.ask("look.py", *asked)
    if fault := told.get("fault"):
        message = str(FAULTS[fault])
        words = {"name": name, "kind": kind.label, **_said(told, allowed)}
        raise Refused(f"file-{fault}", message.format(**words))
    return int(told["pages"])


FAULTS = {
    "encrypted": gettext_lazy("Tệp «{name}» có mật khẩu. Hãy bỏ mật khẩu rồi chọn lại."),
    "pages": gettext_lazy(
        "Tệp «{name}» có {found} trang, nhiều nhất {pages} trang. Hãy tách thành nhiều tệp."
    ),
    "pixels": gettext_lazy(
        "Ảnh «{name}» có {found} triệu điểm ảnh, nhiều nhất {pixels} triệu. Hãy quét ở độ phân giải thấp hơn."
    ),
    "active": gettext_lazy(
        "Tệp «{name}» có mã lệnh hoặc tệp khác ẩn bên trong nên không nhận. Hãy in ra PDF mới hoặc quét bản giấy."
    ),
    "heavy": gettext_lazy(
        "Tệp «{name}» cần quá nhiều bộ nhớ hoặc thời gian để mở. Hãy quét lại ở độ phân giải thấp hơn."
    ),
    "damaged": gettext_lazy(
        "Tệp «{name}» mở không được: {kind} bị hỏng hoặc không đủ. Hãy quét hoặc lưu lại rồi chọn lại."
    ),
}


def _said(told: dict[str, Any], allowed: Limits) -> dict[str, int]:
    found = told.get("pages") or -(-told.get("pixels", 0) // 1_000_000)
    return {"found": found, "pages": allowed.pages, "pixels": allowed.pixels // 1_000_000}
