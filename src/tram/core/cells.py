"""What one cell of a sheet may say: readers that turn text into a value or refuse with a sentence.

A typed row names the reader of each column in its annotations: `amount: Annotated[int, whole()]`.
"""

import re
from collections.abc import Callable
from datetime import date, time
from enum import Enum
from typing import Annotated, TypeVar

from tram.core.errors import Refused
from tram.core.text import clean

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
Reader = Callable[[str], T]

# A spreadsheet computes what starts like this, also in its full-width forms.
_FORMULA = re.compile(r"[=+@＝＋＠]|-(?![\s\d])")
# TCVN3 and VNI as they look when their bytes are taken for Windows-1252: signs inside words,
# letters that no Vietnamese word has, tone marks of VNI that follow their vowel.
_OLD_FONT = re.compile(
    r"[^\W\d_][µ¸¶¹¨©®»¼½¾¤¦]|[µ¸¶¹¨©®»¼½¾¤¦][^\W\d_]|[äåæðñöøüþßÿ]|[aeou][ûï]", re.IGNORECASE
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"\d{2}:\d{2}")
_WHOLE = re.compile(r"\d{1,15}")
_SHOWN = 40


def bad(message: str) -> Refused:
    """The refusal of one cell."""
    return Refused("bad-cell", message)


def text(longest: int) -> Reader[str]:
    """Text in its stored form: not empty, no formula, no letters of an old Vietnamese font."""

    def read(raw: str) -> str:
        value = _filled(raw)
        if _FORMULA.match(value):
            raise bad(f"«{_shown(value)}» trông như công thức: hãy bỏ dấu «{value[0]}» ở đầu.")
        if _OLD_FONT.search(value):
            raise bad(
                f"«{_shown(value)}» có chữ của phông cũ (TCVN3 hoặc VNI): hãy chuyển sang Unicode."
            )
        if len(value) > longest:
            raise bad(f"Ô này dài {len(value)} ký tự: hãy rút còn nhiều nhất {longest}.")
        return value

    return read


def matching(pattern: str, example: str) -> Reader[str]:
    """A code of a fixed shape; the example tells people the shape."""
    shape = re.compile(pattern)

    def read(raw: str) -> str:
        value = _filled(raw)
        if not shape.fullmatch(value):
            raise bad(f"«{_shown(value)}» không đúng mẫu: hãy ghi như {example}.")
        return value

    return read


def one_of(*allowed: str) -> Reader[str]:
    """One word of a closed list."""

    def read(raw: str) -> str:
        value = _filled(raw)
        if value not in allowed:
            listed = ", ".join(allowed)
            raise bad(f"«{_shown(value)}» không có trong danh sách: hãy ghi một trong: {listed}.")
        return value

    return read


def member(kind: type[E]) -> Reader[E]:
    """One value of an enum."""
    known = one_of(*(str(each.value) for each in kind))
    return lambda raw: kind(known(raw))


def whole(least: int = 0, most: int = 10**15 - 1) -> Reader[int]:
    """A whole number in plain digits: no dot, no comma, no sign."""

    def read(raw: str) -> int:
        value = _filled(raw)
        if not _WHOLE.fullmatch(value):
            raise bad(f"«{_shown(value)}» không phải số nguyên: hãy ghi toàn chữ số, như 26500.")
        if not least <= int(value) <= most:
            raise bad(f"Số {value} ngoài khoảng cho phép: hãy ghi từ {least} đến {most}.")
        return int(value)

    return read


def read_day(raw: str) -> date:
    """A date in the ISO form."""
    value = _filled(raw)
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise bad(f"«{_shown(value)}» không phải ngày: hãy ghi năm-tháng-ngày, như 2019-12-31.")


def read_clock(raw: str) -> time:
    """A time of day."""
    value = _filled(raw)
    try:
        if _CLOCK.fullmatch(value):
            return time.fromisoformat(value)
    except ValueError:
        pass
    raise bad(f"«{_shown(value)}» không phải giờ: hãy ghi giờ:phút, như 07:30.")


def read_yes(raw: str) -> bool:
    """yes or no."""
    return one_of("yes", "no")(raw) == "yes"


def or_none(reader: Reader[T]) -> Reader[T | None]:
    """An empty cell means unknown or none."""
    return lambda raw: reader(raw) if raw.strip() else None


def or_empty(reader: Reader[str]) -> Reader[str]:
    """An empty cell stays empty text."""
    return lambda raw: reader(raw) if raw.strip() else ""


def listed(reader: Reader[str], separator: str = ";") -> Reader[tuple[str, ...]]:
    """Several values in one cell; an empty cell holds none, and no value stands twice."""

    def read(raw: str) -> tuple[str, ...]:
        values = tuple(reader(part) for part in raw.split(separator)) if raw.strip() else ()
        if len(set(values)) < len(values):
            raise bad("Ô này ghi một giá trị hai lần: hãy bỏ bớt.")
        return values

    return read


def _filled(raw: str) -> str:
    value = clean(raw)
    if not value:
        raise bad("Ô này không được để trống.")
    return value


def _shown(value: str) -> str:
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"


Day = Annotated[date, read_day]
OpenDay = Annotated[date | None, or_none(read_day)]
Clock = Annotated[time, read_clock]
Yes = Annotated[bool, read_yes]
Maybe = Annotated[bool | None, or_none(read_yes)]
Note = Annotated[str, or_empty(text(2000))]
Count = Annotated[int, whole(0, 32767)]
Vnd = Annotated[int, whole()]
