"""Marks a machine reads: Code 128 for scanners at the counter, QR for the citizen's phone.

Code 128 is returned as bar widths in modules, for whoever draws the label; it must be drawn with
`QUIET_MODULES` of white on both sides. (ISO/IEC 15417, code set B.)
"""

import segno

QUIET_MODULES = 10

# ISO/IEC 15417, table 1: widths of bar, space, bar, space, bar, space for the values 0 to 105.
_TABLE = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232 "
)
_PATTERNS = _TABLE.split()
_START_B = 104
_STOP = "2331112"
_MODULUS = 103


def code128(text: str) -> list[int]:
    """Widths in modules (bar, space, bar…) of a Code 128 symbol in set B: printable ASCII."""
    if not text or not all(" " <= character <= "~" for character in text):
        raise ValueError(f"Code 128 B holds printable ASCII only: {text!r}")
    values = [ord(character) - ord(" ") for character in text]
    check = (_START_B + sum(place * value for place, value in enumerate(values, 1))) % _MODULUS
    pattern = "".join(_PATTERNS[value] for value in (_START_B, *values, check)) + _STOP
    return [int(width) for width in pattern]


def qr_svg(text: str) -> str:
    """An inline SVG of a QR code (error correction M), sized by the page that shows it."""
    code = segno.make_qr(text, error="m", boost_error=False)
    return str(code.svg_inline(omitsize=True, light="#fff", svgclass=None, lineclass=None))
