"""Numbers as Vietnamese readers write them: 1.420 and 15,1 %."""


def grouped(number: int, mark: str = ".") -> str:
    """Thousands by dots: 1.234.567."""
    return f"{number:,}".replace(",", mark)


def percent(permille: int | None, mark: str = ",") -> str:
    """Whole thousandths as per cent: 151 is 15,1 %, 150 is 15 %; nothing for nothing."""
    if permille is None:
        return ""
    whole, tenth = divmod(permille, 10)
    return f"{whole}{mark}{tenth} %" if tenth else f"{whole} %"


def nice_top(*permilles: int | None) -> int:
    """The end of a scale from nought on which all of these fit: a quarter, a half, three quarters or the whole."""
    most = max((value for value in permilles if value is not None), default=0)
    return next((top for top in (100, 250, 500, 750) if most < top), 1_000)
