"""`tram plan board`: every agency and every share of the plan, with what it is a part of, as of a day."""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tram.core.calendar import local, vn_date
from tram.core.errors import Refused

if TYPE_CHECKING:  # it brings the whole of Django, which `tram --help` can do without
    from tram.programme.queries.figures import Board, Values
    from tram.programme.rules.indicators import Value

YEAR = Annotated[int, typer.Option("--year", help="Year of the plan; without it: this year.")]
AS_OF = Annotated[
    str,
    typer.Option("--as-of", metavar="DAY", help="Up to the end of this day; without it: today."),
]
DENOMINATOR = Annotated[
    str,
    typer.Option("--denominator", help="active-procedures, listed-procedures or all."),
]
ONLINE = Annotated[str, typer.Option("--online", help="counted or not-counted.")]
DEPLOYED = Annotated[str, typer.Option("--deployed", help="in-force or listed.")]
JSON = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def board(
    year: YEAR = 0,
    as_of: AS_OF = "",
    denominator: DENOMINATOR = "",
    online: ONLINE = "",
    deployed: DEPLOYED = "",
    as_json: JSON = False,
) -> None:
    """Print where every agency stands by every target, each figure with numerator and denominator.

    Another way of reading the plan than the one its data chose can be asked for.

    Example: tram plan board --year 2019 --as-of 2019-12-31

    Or: tram plan board --year 2019 --as-of 2019-10-31 --denominator all --json

    Exit codes: 0 told, 1 no plan has that year, there is no such day or reading, or the day has not come.
    """
    from tram.core import clock
    from tram.programme.queries import figures
    from tram.programme.queries.plan import goals, year_on
    from tram.programme.rules.periods import begun

    today = clock.today()
    day = _day(as_of) or today
    year = year or year_on(day)
    asked = goals(year, day)
    begun(day, asked.plan.year_starts, today)
    readings = asked.readings.but(denominator=denominator, online=online, deployed=deployed)
    found = figures.board(year, day, readings)
    typer.echo(
        json.dumps(as_program(found), ensure_ascii=False, indent=2) if as_json else as_text(found)
    )


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise Refused(
            "bad-day", f"Không có ngày «{words}»: hãy ghi như 2019-12-31 (năm-tháng-ngày)."
        ) from None


def as_program(found: "Board") -> dict[str, Any]:
    """The board as JSON: agencies by their slugs, what is not measured as null."""
    return {
        "year": found.year,
        "as_of": found.as_of.isoformat(),
        "computed_at": local(found.computed_at).isoformat(timespec="seconds"),
        "counted_up_to": found.up_to,
        "waiting": found.waiting,
        "simulated": found.simulated,
        "units": [
            {
                "unit": row.slug,
                "group": row.group.value,
                "indicators": {name.value: _figure(value) for name, value in row.values.items()},
            }
            for row in found.units
        ],
        "province": {name.value: _figure(value) for name, value in found.province.items()},
    }


def _figure(value: "Value") -> dict[str, Any]:
    goal = value.goal
    share = goal.percent if goal else None
    return {
        "numerator": value.numerator,
        "denominator": value.denominator,
        "target": float(share) if share is not None else goal and goal.count,
        "met": value.met,
        "excluded": dict(value.excluded),
    }


def as_text(found: "Board") -> str:
    """The board for a person: a table of the shares, then the province's other indicators."""
    from tram.programme.rules.indicators import DOSSIER_SHARES

    lines = [
        f"Kế hoạch năm {found.year}, số liệu đến hết {vn_date(found.as_of)}; "
        f"tính lúc {_moment(found.computed_at)}, đã cộng đến số {found.up_to}, "
        f"{found.waiting} hồ sơ vừa thay đổi được đọc thẳng từ sổ.",
        *_to_come(found),
        "",
        f"{'Cơ quan':<44} {'Nhóm':<5}" + "".join(f"{_HEADS[i]:>28}" for i in DOSSIER_SHARES),
    ]
    lines += [_line(row.name, row.group.value, row.values) for row in found.units]
    lines += [_line("Toàn tỉnh", "", found.province), "", "Các chỉ tiêu khác của toàn tỉnh:"]
    others = (v for i, v in found.province.items() if i not in DOSSIER_SHARES)
    lines += [f"  {value.indicator.label:<44}{words(value)}" for value in others]
    if found.simulated:
        lines += ["", f"Có {found.simulated} lượt là dữ liệu mô phỏng, không phải số thật."]
    return "\n".join(lines)


_HEADS = {
    "procedures_with_post": "Thủ tục có qua bưu chính",
    "received_by_post": "Nhận qua bưu chính",
    "returned_by_post": "Trả qua bưu chính",
}


def _to_come(found: "Board") -> list[str]:
    today = local(found.computed_at).date()
    if found.as_of <= today:
        return []
    return [f"Hôm nay mới là {vn_date(today)}: các ngày sau chưa có số liệu."]


def _line(name: str, group: str, values: "Values") -> str:
    from tram.programme.rules.indicators import DOSSIER_SHARES

    cells = "".join(f"{words(values[i]):>28}" for i in DOSSIER_SHARES)
    return f"{name[:44]:<44} {group:<5}{cells}"


def words(value: "Value") -> str:
    """A figure with what it is a part of: «12/80 = 15,0 % đạt»; never a division by nothing (48c)."""
    if value.numerator is None:
        return "chưa đo"
    if not value.denominator:
        return "không có hồ sơ"
    return f"{_figure_words(value)} {_VERDICT[value.met]}".rstrip()


def _figure_words(value: "Value") -> str:
    permille = value.permille
    if permille is None:
        return str(value.numerator)
    return f"{value.numerator}/{value.denominator} = {permille // 10},{permille % 10} %"


_VERDICT = {True: "đạt", False: "chưa đạt", None: ""}


def _moment(at: datetime) -> str:
    there = local(at)
    return f"{there:%H:%M} {vn_date(there.date())}"
