"""`tram price`: what the post asks for one dossier, line by line, each with its legal source."""

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from tram.cli.console import database, say
from tram.core.calendar import vn_date
from tram.core.choices import Choice
from tram.core.errors import Refused

if TYPE_CHECKING:
    from tram.cash.rules.tariff import Quotation, Tariff

C = TypeVar("C", bound=Choice)
_REFUSED = 1
BOTH = "both"


def price(
    direction: Annotated[str, typer.Option("--direction", metavar="WAY", help="in, out or both.")],
    grams: Annotated[str, typer.Option("--grams", metavar="N", help="Weight with its cover.")],
    zone: Annotated[
        str,
        typer.Option(
            "--zone",
            metavar="ZONE",
            help="within-district, between-districts, in-region, adjacent-region or far-region.",
        ),
    ],
    day: Annotated[
        str,
        typer.Option("--date", metavar="DAY", help="By the prices of a day; without it: today."),
    ] = "",
    exempt: Annotated[
        str, typer.Option("--exempt", metavar="PART", help="none, half or free.")
    ] = "none",
    fee: Annotated[
        str, typer.Option("--fee", metavar="N", help="The agency's fee to be passed on, in đồng.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Say what the post may ask at most for one dossier: the same engine as the counter and the public page.

    Prices are those of the database; where no price list was ever loaded, those of data/vinh-phuc. A fee belongs to
    the agency: passing it on costs its own line, and the fee itself is no part of the total. The counter takes
    30,000 g at once; the price of more is told with a sentence that says so.

    Example: tram price --direction both --grams 120 --zone between-districts --date 2019-09-01

    Or: tram price --direction in --grams 501 --zone far-region --date 2019-09-01 --exempt half --json

    Or: tram price --direction in --grams 80 --zone within-district --date 2019-09-01 --fee 200000

    Exit codes: 0 told, 1 refused (the reason is told), 2 misused.
    """
    try:
        with database(migrated=False):
            tariff = _priced(day)
            quoted = _quote(tariff, direction, grams, zone, exempt, fee)
    except Refused as reason:
        say(reason.message)
        raise typer.Exit(_REFUSED) from None
    typer.echo(as_program_text(quoted, tariff) if as_json else as_text(quoted, tariff))


def as_text(quoted: "Quotation", tariff: "Tariff") -> str:
    """The quotation for a person."""
    from tram.core.money import format_vnd

    lines = [
        f"{format_vnd(line.amount_vnd):>12}  {line.what} ({line.source})" for line in quoted.lines
    ]
    lines.append(f"{format_vnd(quoted.total_vnd):>12}  Tổng cộng")
    lines.append(f"Bảng giá {tariff.code}, từ {vn_date(tariff.valid_from)}; đây là mức tối đa.")
    return "\n".join([*lines, *quoted.unknowns])


def as_program_text(quoted: "Quotation", tariff: "Tariff") -> str:
    """The quotation as JSON."""
    told = {
        "total_vnd": quoted.total_vnd,
        "lines": [
            {"what": line.what, "amount_vnd": line.amount_vnd, "source": line.source}
            for line in quoted.lines
        ],
        "tariff": tariff.code,
        "valid_from": tariff.valid_from.isoformat(),
        "unknowns": list(quoted.unknowns),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _quote(
    tariff: "Tariff", direction: str, grams: str, zone: str, exempt: str, fee: str
) -> "Quotation":
    from tram.cash.rules.tariff import Exemption, Zone, quote
    from tram.catalogue.rules.eligibility import Direction

    ways = list(Direction) if direction == BOTH else [_one(Direction, direction, "chiều", BOTH)]
    return quote(
        tariff,
        ways,
        _one(Zone, zone, "khu vực"),
        _whole(grams, "Khối lượng", "số gam chẵn lớn hơn 0, ví dụ 120"),
        _one(Exemption, exempt, "mức miễn, giảm"),
        _whole(fee, "Phí, lệ phí", "số đồng chẵn từ 0 trở lên, ví dụ 200000") if fee else None,
    )


def _one(kind: type[C], words: str, what: str, *more: str) -> C:
    try:
        return kind(words)
    except ValueError:
        known = ", ".join([*kind, *more])
        raise Refused(
            "no-such-choice", f"Không có {what} «{words}»: hãy chọn một trong {known}."
        ) from None


def _whole(words: str, what: str, how: str) -> int:
    digits = words.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 15):
        raise Refused("bad-number", f"{what} «{words}» không hợp lệ: hãy ghi {how}.")
    return int(digits)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Refused(
            "bad-day", f"Không có ngày «{words}»: hãy ghi như 2019-09-01 (năm-tháng-ngày)."
        ) from None


def _priced(words: str) -> "Tariff":
    """The list in force: the database's, or where it has none at all that of the data folder."""
    from tram.cash.models import Tariff as Row
    from tram.cash.queries import tariff
    from tram.core import clock, schema

    day = _day(words) if words else None
    if schema.applied():
        schema.require_migrated()
        day = day or clock.today()
        if Row.objects.exists():
            return tariff(day=day)
    if day is None:
        raise Refused("no-day", "Cơ sở dữ liệu chưa lập nên chưa biết hôm nay: hãy ghi --date.")
    return _of_folder(day)


def _of_folder(on: date) -> "Tariff":
    from tram.cash.imports.prices import read
    from tram.cash.imports.tariffs import as_rules
    from tram.cash.queries import no_tariff
    from tram.cli.demo.stage import checkout
    from tram.cli.load import files_of

    found = as_rules(read(files_of(checkout() / "data" / "vinh-phuc")))
    if not found.applies_on(on):
        raise no_tariff(on)
    return found
