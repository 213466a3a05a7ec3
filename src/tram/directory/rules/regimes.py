"""The one-stop mechanism by its law (cơ chế một cửa): the regimes the software knows, and what each lets a desk do.

NĐ 61/2018/NĐ-CP and TT 01/2018/TT-VPCP until 30/6/2025; NĐ 118/2025/NĐ-CP and TT 03/2025/TT-VPCP since. Which one is in
force on a day is dated data (province.toml), never a date in code.
"""

from dataclasses import dataclass
from datetime import date

from tram.core.choices import Choice


class RegimeCode(Choice):
    """The law of the one-stop mechanism that a day stands under (mã của cơ chế một cửa)."""

    ONE_STOP_2018 = "one-stop-2018", "Cơ chế một cửa theo NĐ 61/2018/NĐ-CP"
    ONE_STOP_2025 = "one-stop-2025", "Cơ chế một cửa theo NĐ 118/2025/NĐ-CP"


class Reception(Choice):
    """For whom a one-stop desk receives (phạm vi tiếp nhận)."""

    OWN = "own", "Đơn vị mình phục vụ"
    PROVINCE = "province", "Mọi đơn vị trong tỉnh"


@dataclass(frozen=True)
class Regime:
    """A regime (cơ chế một cửa) in force between two dates: its law in words, and for whom its desks receive."""

    code: RegimeCode
    law: str
    reception: Reception
    valid_from: date
    valid_to: date | None


def is_known(code: str) -> bool:
    """True if the software has the state graph and the forms of this regime."""
    return code in set(RegimeCode)
