"""Money is whole đồng in an int: how it is written, read aloud and typed in.

No float comes near it. An amount on paper stands in figures and in words (số tiền bằng chữ).
"""

import re

from tram.core.errors import Refused
from tram.core.text import clean

_AMOUNT = re.compile(r"(0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+) ?(?:đ|đồng|vnđ|vnd)?")
# More than the state's budget: what is longer is a slip of the hand.
_MOST_DIGITS = 15
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))


def format_vnd(amount: int) -> str:
    """The amount in figures: 165500 is "165.500 đ"."""
    return f"{amount:,}".replace(",", ".") + " đ"


def vnd_in_words(amount: int) -> str:
    """The amount in words: 165500 is "Một trăm sáu mươi lăm nghìn năm trăm đồng"."""
    if amount < 0:
        raise ValueError("an amount written in words is never negative")
    return f"{_in_words(amount) or _DIGITS[0]} đồng".capitalize()


def parse_vnd(text: str) -> int:
    """The amount a person typed, in whole đồng; "33.14" and "165,5" are refused, not guessed."""
    found = _AMOUNT.fullmatch(clean(text).lower())
    digits = found[1].replace(".", "") if found else ""
    if not digits or len(digits) > _MOST_DIGITS:
        raise Refused(
            "bad-money",
            f"Không đọc được số tiền «{clean(text)[:40]}»: "
            "hãy ghi số đồng chẵn, ví dụ 165.500 hoặc 165500.",
        )
    return int(digits)


def _in_words(number: int, after_larger: bool = False) -> str:
    """Groups of three digits; one after a larger one says its empty hundreds (không trăm)."""
    for scale, name in _SCALES:
        if number >= scale:
            head, rest = divmod(number, scale)
            tail = f" {_in_words(rest, after_larger=True)}" if rest else ""
            return f"{_in_words(head, after_larger)} {name}{tail}"
    return _group(number, after_larger)


def _group(number: int, after_larger: bool) -> str:
    hundreds, rest = divmod(number, 100)
    said = [_DIGITS[hundreds], "trăm"] if number and (hundreds or after_larger) else []
    tens, units = divmod(rest, 10)
    if tens:
        said += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    elif units and said:
        said.append("linh")
    return " ".join([*said, _unit(units, tens)] if units else said)


def _unit(units: int, tens: int) -> str:
    if units == 5 and tens:
        return "lăm"
    return {1: "mốt", 4: "tư"}.get(units, _DIGITS[units]) if tens > 1 else _DIGITS[units]
