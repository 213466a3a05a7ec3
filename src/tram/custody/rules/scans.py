"""What a scanner or a keyboard sent: a number that can be looked for, or why it cannot (ux: the traps of wedges)."""

import re
from dataclasses import dataclass

from tram.core.codes import check_digit, is_s10
from tram.core.text import clean, looks_like_ime_garbage
from tram.custody.rules.counting import Verdict

LONGEST = 40
BAG_PREFIX = "TB"
_SEPARATORS = re.compile(r"[\s_.-]+")
_S10 = re.compile(r"[A-Z]{2}[0-9]{9}([A-Z]{2})")
_BAG = re.compile(f"{BAG_PREFIX}([0-9]{{8}})([0-9])")
_CODE = re.compile(r"[0-9A-Z][0-9A-Z./_-]{2,}")


@dataclass(frozen=True)
class Read:
    """A scan as read: the code to look for, and the verdict if there is nothing to look for."""

    code: str
    verdict: Verdict | None = None

    @property
    def names(self) -> list[str]:
        """The spellings under which it may be known: a dossier's number keeps its dots and dashes."""
        return list({self.code, _SEPARATORS.sub("", self.code)})


def read_scan(text: str) -> Read:
    """The code in what came from a scanner or a keyboard; spaces, dashes and small letters are forgiven."""
    typed = clean(text)
    if looks_like_ime_garbage(typed):
        return Read(typed[:LONGEST], Verdict.GARBLED)
    whole = typed.upper().replace(" ", "")
    bare = _SEPARATORS.sub("", whole)
    if found := _S10.fullmatch(bare):
        return Read(bare, _of_s10(bare, found[1]))
    if found := _BAG.fullmatch(bare):
        right = check_digit(found[1]) == int(found[2])
        return Read(bare, None if right else Verdict.WRONG_DIGIT)
    readable = len(whole) <= LONGEST and _CODE.fullmatch(whole)
    return Read(whole[:LONGEST], None if readable else Verdict.NOT_A_CODE)


def _of_s10(number: str, country: str) -> Verdict | None:
    if not is_s10(number):
        return Verdict.WRONG_DIGIT
    return None if country == "VN" else Verdict.FOREIGN


def not_found(code: str, *, in_range: bool) -> Verdict:
    """The verdict for a well-formed code that nothing bears: not yet known, of another place, or no number at all."""
    if _S10.fullmatch(code):
        return Verdict.UNKNOWN if in_range else Verdict.FOREIGN
    return Verdict.UNKNOWN if _BAG.fullmatch(code) else Verdict.NOT_A_CODE


def bag_number(serial: int) -> str:
    """The number of a bag: digits and two letters that no input method rewrites, with the check digit of S10."""
    digits = f"{serial:08d}"
    return f"{BAG_PREFIX}{digits}{check_digit(digits)}"
