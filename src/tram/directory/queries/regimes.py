"""Which regime of the one-stop mechanism a day stands under."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.directory.models import Parameter
from tram.directory.rules.regimes import Reception, Regime, RegimeCode, is_known

CODE = "province.regime"


def regime(day: date) -> Regime:
    """The regime in force on a day (NĐ 61/2018, NĐ 118/2025); Refused if none is, or one the software does not know."""
    rows = Parameter.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), code=CODE)
    row = rows.filter(valid_from__lte=day).first()
    if row is None:
        message = _(
            "Chưa có chế độ một cửa cho ngày {}. Hãy ghi thêm mục [[regime]] vào province.toml rồi nạp lại."
        )
        raise Refused("no-regime", message.format(vn_date(day)))
    return _known(row.value, row.valid_from, row.valid_to)


def _known(value: dict[str, Any], first: date, last: date | None) -> Regime:
    code = str(value.get("code", ""))
    if not is_known(code):
        message = _(
            "Trạm không biết chế độ một cửa «{code}» có từ ngày {day}. Hãy sửa mã trong province.toml "
            "thành một trong: {known}."
        )
        known = ", ".join(RegimeCode)
        words = message.format(code=code, day=vn_date(first), known=known)
        raise Refused("unknown-regime", words)
    reception = Reception(value.get("reception", Reception.OWN))
    return Regime(RegimeCode(code), str(value.get("law", "")), reception, first, last)
