"""Vietnamese text: one form to store, one key to search by, one to sort by.

PostgreSQL may run without ICU, so the order of the Vietnamese alphabet is a key of our own, stored
in a column of collation "C". It orders as ICU's `vi` does (letters first, tones second), except
that a tone belongs to its word and not to a letter: Hoà and Hòa are one word in two typing habits.
"""

import re
import unicodedata

# Control (PostgreSQL refuses NUL), format, and halves of surrogate pairs (UTF-8 refuses them).
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
# Eth looks like Đ and comes from old fonts and wrong keyboards.
_PLAIN_D = str.maketrans("đĐðÐ", "dDdD")
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LEVEL_TONE = "0"
# "~" is the last printable ASCII character: "az" < "a~" and "a~z" < "a~~", as az < ă and ăz < â.
_LETTER_KEYS = {
    "ă": "a~",
    "â": "a~~",
    "đ": "d~",
    "ê": "e~",
    "ô": "o~",
    "ơ": "o~~",
    "ư": "u~",
}
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATIONS = {
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "h": "huyen",
    "x": "xa",
    "p": "phuong",
}
# A single letter needs its dot to be an abbreviation; "TT 01/2018" is a circular, no township.
_ABBREVIATED = re.compile(r"(?<![\w.])(?:(tp|tx|tt|h|x|p)\.\s*(?=\w)|(tp|tx|tt)\s+(?=[a-z]))")
_EDGES = ".,;:!?()[]{}\"'"


def clean(s: str) -> str:
    """The form in which text is stored: NFC, single spaces, no invisible characters."""
    visible = "".join(c for c in s if c.isspace() or unicodedata.category(c) not in _INVISIBLE)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def fold(s: str) -> str:
    """The search key: lowercase ASCII without accents; "Hoà Đức" and "hòa đức" give "hoa duc"."""
    decomposed = unicodedata.normalize("NFKD", clean(s).translate(_PLAIN_D))
    unmarked = (c for c in decomposed if not unicodedata.combining(c))
    return clean("".join(c if c.isascii() else " " for c in unmarked).lower())


def search_terms(s: str) -> tuple[str, ...]:
    """The folded words of a query, "TP." read as "thành phố"; each of them must be found."""
    full = _ABBREVIATED.sub(lambda m: f"{_ABBREVIATIONS[m[1] or m[2]]} ", fold(s))
    words = (word.strip(_EDGES) for word in full.split())
    return tuple(word for word in words if word)


def sort_key(s: str) -> str:
    """The key of Vietnamese order, compared byte by byte (collation "C").

    Letters first (a ă â b c d đ e ê…), then tones (ngang huyền hỏi ngã sắc nặng).
    """
    words = _WORD.findall(clean(s).lower())
    if not words:
        return ""
    # A tab is below the space, so that a name comes before its own continuations.
    return " ".join(map(_letters, words)) + "\t" + "".join(map(_tone, words))


def name_sort_key(full_name: str) -> str:
    """The key by which Vietnamese lists order people: given name (last word), then the whole."""
    words = clean(full_name).split()
    return f"{sort_key(words[-1])}\t{sort_key(full_name)}" if words else ""


def looks_like_ime_garbage(s: str) -> bool:
    """True when a scan has letters no code has: a Vietnamese input method (bộ gõ) rewrote it."""
    return not s.isascii()


def _letters(word: str) -> str:
    toneless = "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES)
    letters = unicodedata.normalize("NFC", toneless)
    return "".join(_LETTER_KEYS.get(c) or unicodedata.normalize("NFD", c)[0] for c in letters)


def _tone(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    return next((_TONES[c] for c in marks if c in _TONES), _LEVEL_TONE)
