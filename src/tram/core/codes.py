"""Codes that people type and scan: postal item numbers (S10) and the citizen's tracking code.

An item number is public and easy to guess, so it opens nothing. A tracking code (mã theo dõi) is 60
bits of a keyed function of the receipt: printing it again gives the same code, issuing it anew
another one.
"""

import hashlib
import hmac
import re
from uuid import UUID

from tram.core.errors import Refused
from tram.core.text import clean, looks_like_ime_garbage

_S10 = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_S10_SERIALS = 10**8

# Crockford's base 32: no I, L, O (read as 1, 1, 0) and no U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_TRACKING = re.compile(f"[{_ALPHABET}]{{13}}")
_SEPARATORS = re.compile(r"[\s\u2010-\u2015\u2212_.-]+")
_TRACKING_BITS = 60
_SHORTEST_KEY = 16


def s10(prefix: str, serial: int, country: str = "VN") -> str:
    """A UPU S10 item number (số hiệu bưu gửi): s10("RB", 47312482, "GB") is "RB473124829GB"."""
    if not 0 <= serial < _S10_SERIALS:
        raise Refused(
            "bad-serial",
            f"Số thứ tự bưu gửi {serial} không có đúng 8 chữ số: "
            f"hãy xin dải số mới cho đầu {prefix}.",
        )
    digits = f"{serial:08d}"
    number = f"{prefix}{digits}{check_digit(digits)}{country}"
    if not _S10.fullmatch(number):
        raise ValueError(f"an S10 number has two capital letters before and after: {number}")
    return number


def check_digit(digits: str) -> int:
    """The ninth digit of an S10 number, from the first eight."""
    remainder = sum(w * int(d) for w, d in zip(_S10_WEIGHTS, digits, strict=True)) % 11
    return {10: 0, 11: 5}.get(11 - remainder, 11 - remainder)


def is_s10(text: str) -> bool:
    """Whether this is a whole, correct item number."""
    found = _S10.fullmatch(text)
    return found is not None and check_digit(found[2]) == int(found[3])


def parse_s10(text: str, country: str = "VN") -> str:
    """The item number in typed or scanned text; spaces, dashes, small letters are forgiven."""
    typed = _typed(text)
    found = _S10.fullmatch(typed)
    if not found or found[4] != country:
        raise Refused(
            "bad-s10",
            f"«{_shown(text)}» không phải số hiệu bưu gửi: "
            f"số hiệu gồm 2 chữ cái, 9 chữ số và chữ {country}, ví dụ RB473124829{country}.",
        )
    if not is_s10(typed):
        raise Refused(
            "bad-check-digit",
            f"Số hiệu bưu gửi {typed} sai chữ số kiểm tra: chữ số thứ chín đang là {found[3]}, "
            f"lẽ ra là {check_digit(found[2])}. Hãy quét lại hoặc gõ lại.",
        )
    return typed


def tracking_code(key: bytes, subject: UUID, issue: int) -> str:
    """The 13 characters of a receipt's tracking code; `issue` counts how often it was issued."""
    digest = _keyed(key, b"tram tracking code", subject.bytes + issue.to_bytes(8, "big"))
    number = int.from_bytes(digest, "big") >> (8 * len(digest) - _TRACKING_BITS)
    data = "".join(_ALPHABET[number >> shift & 31] for shift in range(_TRACKING_BITS - 5, -1, -5))
    return data + _ALPHABET[_times_x(_syndrome(data))]


def show_tracking_code(code: str) -> str:
    """The code as printed: XXXX-XXXX-XXXX-C."""
    return "-".join((code[:4], code[4:8], code[8:12], code[12:]))


def parse_tracking_code(text: str) -> str:
    """The 13 characters a person typed; O, I and L are forgiven, a wrong one is refused."""
    typed = _typed(text).translate(_MISREAD)
    if not _TRACKING.fullmatch(typed) or _syndrome(typed):
        raise Refused(
            "bad-code",
            f"Mã theo dõi «{_shown(text)}» không đúng: "
            "hãy gõ lại đủ 13 chữ và số in trên phiếu gửi hoặc giấy hẹn.",
        )
    return typed


def code_digest(key: bytes, code: str) -> bytes:
    """What is stored instead of a tracking code: 32 bytes that say nothing without the key."""
    return _keyed(key, b"tram tracking digest", code.encode("ascii"))


def _typed(text: str) -> str:
    typed = _SEPARATORS.sub("", clean(text))
    if looks_like_ime_garbage(typed):
        raise Refused(
            "input-method",
            f"Mã «{_shown(text)}» có chữ mang dấu: "
            "hãy tắt bộ gõ tiếng Việt (Ctrl+Shift) rồi quét hoặc gõ lại.",
        )
    return typed.upper()


def _shown(text: str) -> str:
    return clean(text)[:40]


def _keyed(key: bytes, label: bytes, message: bytes) -> bytes:
    if len(key) < _SHORTEST_KEY:
        raise ValueError(f"the key of tracking codes needs at least {_SHORTEST_KEY} bytes")
    return hmac.digest(key, label + b"\0" + message, hashlib.sha256)


# The 13 characters are a polynomial over the field of 32 elements that vanishes at x. A wrong
# character adds e·xⁱ, two exchanged ones (a+b)·(xⁱ+xʲ); x has order 31, so neither is ever zero,
# and the check character needs no sign outside the alphabet, as Crockford's own modulus 37 would.
def _syndrome(code: str) -> int:
    value = 0
    for character in code:
        value = _times_x(value) ^ _ALPHABET.index(character)
    return value


def _times_x(value: int) -> int:
    """Multiply by x modulo x⁵ + x² + 1."""
    return (value << 1) ^ (0b100101 if value & 0b10000 else 0)
