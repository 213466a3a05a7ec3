"""What a password and a PIN must be, as sentences; and the one-time password.

Length counts, composition does not, and nobody is made to change a password that is not known to others
(OWASP ASVS 5.0, 6.2).
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from uuid import UUID

from tram.core.text import fold

SHORTEST = 12
LONGEST = 128
FEWEST_CHARACTERS = 5
PIN = re.compile(r"[0-9]{6,12}")
USERNAME = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")
GUESSED_FIRST = frozenset(
    {
        "matkhau",
        "password",
        "quantri",
        "admin",
        "administrator",
        "buudien",
        "vietnam",
        "motcua",
        "qwerty",
    }
)
# Crockford's letters, small: none is taken for another when read from paper.
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_GROUPS, _GROUP = 4, 4


def normal(words: str) -> str:
    """One form for the same keys pressed on two keyboards: Vietnamese letters come composed or not."""
    return unicodedata.normalize("NFC", words)


def weaknesses(password: str, names: Iterable[str], common: frozenset[str]) -> list[str]:
    """What is wrong with a password, as sentences; `names` are the person's, `common` those everybody guesses."""
    return list(_weaknesses(password, names, common))


def _weaknesses(password: str, names: Iterable[str], common: frozenset[str]) -> Iterator[str]:
    if len(password) < SHORTEST:
        yield f"Mật khẩu quá ngắn: cần ít nhất {SHORTEST} ký tự. Một câu dễ nhớ là tốt nhất."
    if len(password) > LONGEST:
        yield f"Mật khẩu quá dài: nhiều nhất {LONGEST} ký tự."
    if _guessed_first(password, common):
        yield "Mật khẩu này quá dễ đoán. Hãy chọn một câu chỉ mình bạn nghĩ đến."
    if _tells(password, names):
        yield "Mật khẩu quá giống tên của bạn. Hãy chọn một câu không có tên mình."


def _guessed_first(password: str, common: frozenset[str]) -> bool:
    plain = fold(password)
    letters = re.sub(r"[^a-z]", "", plain)
    few = len(set(plain)) < FEWEST_CHARACTERS
    return few or plain in common or letters in GUESSED_FIRST or is_run(plain)


def is_run(text: str) -> bool:
    """True for keys in a row, one after the other up or down: 123456…, 987654…, abcdef…; 9 goes on with 0."""
    steps = {(ord(b) - ord(a)) % (10 if text.isdigit() else 128) for a, b in pairwise(text)}
    return len(text) > 1 and len(steps) == 1 and steps <= {1, 9, 127}


def _tells(password: str, names: Iterable[str]) -> bool:
    """The name is most of the password: what is left without it is short."""
    plain = re.sub(r"[^a-z0-9]", "", fold(password))
    for name in names:
        whole = re.sub(r"[^a-z0-9]", "", fold(name))
        if len(whole) >= 4 and whole in plain and len(plain) - len(whole) < SHORTEST:
            return True
    return False


def pin_weakness(pin: str) -> str:
    """What is wrong with a PIN, as a sentence; empty if nothing is."""
    if not PIN.fullmatch(pin):
        return "Mã PIN phải gồm 6 đến 12 chữ số."
    half = pin[: len(pin) // 2]
    if len(set(pin)) <= 2 or is_run(pin) or pin == half * 2:
        return "Mã PIN này quá dễ đoán. Hãy chọn dãy số không lặp lại và không liền nhau."
    return ""


def username_weakness(username: str) -> str:
    """What is wrong with a sign-in name, as a sentence; empty if nothing is."""
    if 3 <= len(username) <= 64 and USERNAME.fullmatch(username):
        return ""
    return (
        "Tên đăng nhập gồm 3 đến 64 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối, "
        "ví dụ: nv.an hoặc mc-songlo2."
    )


def one_time(key: bytes, request_id: UUID) -> str:
    """The one-time password of a request: 80 bits in four groups of four, the same for the same request.

    So a form sent twice shows one password, and nothing that could be shown again has to be stored.
    """
    digest = hmac.digest(key, b"tram one-time password\0" + request_id.bytes, hashlib.sha256)
    number = int.from_bytes(digest[:10], "big")
    letters = [_LETTERS[number >> 5 * i & 31] for i in range(_GROUPS * _GROUP)]
    return "-".join("".join(letters[i : i + _GROUP]) for i in range(0, len(letters), _GROUP))
