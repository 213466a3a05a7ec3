"""`tram init`: from an empty machine to the first administrator's sign-in."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from tram.cli.console import database, say
from tram.cli.database import bring_up_to_date
from tram.cli.load import load_folder
from tram.core import server
from tram.core.errors import Refused

Data = Annotated[
    Path | None,
    typer.Option("--data", help="The province's reference data, for example data/vinh-phuc."),
]
Username = Annotated[
    str, typer.Option(help="The administrator's sign-in name, for example qt.tinh.")
]
FullName = Annotated[str, typer.Option(help="The administrator's full name.")]
Slug = Annotated[
    str, typer.Option("--unit", help="The unit they administer; the province's own unless given.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def init(
    data: Data = None,
    username: Username = "",
    full_name: FullName = "",
    unit: Slug = "",
    as_json: AsJson = False,
) -> None:
    """Set up an installation: keys, tables, reference data, the first administrator.

    What is not given is asked. The one-time password is printed once and must be changed at the
    first sign-in. An installation that has an administrator is left as it is.

    Example: tram init --data data/vinh-phuc --username qt.tinh --full-name "Nguyễn Văn Mẫu"

    Exit codes: 0 ready, 1 refused or done before (the reason is told).
    """
    with database(migrated=False):
        _tables()
        _require_first()
        _reference_data(data)
        place = _unit_id(unit)
        made = _administrator(
            username or _asked("--username", "Sign-in name of the administrator"),
            full_name or _asked("--full-name", "Their full name"),
            place,
        )
    typer.echo(json.dumps(made, ensure_ascii=False) if as_json else _told(made))
    say(f"Keys: {server.state_dir() / 'secrets.json'}. Keep a copy apart from the backups.")
    say(
        "Next: `tram serve` for the site, `tram worker` for housekeeping, `tram backup FILE` daily."
    )


def _tables() -> None:
    """Migrate if we may; where the owner's URL is kept from us somebody must have migrated."""
    from django.conf import settings

    from tram.core.schema import require_migrated

    if settings.OWNER_DATABASE:
        bring_up_to_date()
    require_migrated()


def _require_first() -> None:
    from tram.accounts.rules.access import Role
    from tram.directory.models import Appointment

    if Appointment.objects.filter(role=Role.ADMINISTRATOR).exists():
        raise Refused(
            "done-before",
            "Hệ thống này đã có người quản trị tài khoản nên không cần «tram init» nữa; không có gì"
            " thay đổi. (This installation has an administrator already: nothing was changed.)",
        )


def _reference_data(folder: Path | None) -> None:
    from tram.directory.models import Unit

    if folder is None:
        if not Unit.objects.exists():
            raise Refused(
                "no-units",
                "Chưa có đơn vị nào: hãy chỉ thư mục dữ liệu của tỉnh bằng --data."
                " (There are no units yet: name the province's folder with --data.)",
            )
        return
    report = load_folder(folder)
    if report.errors:
        told = "\n".join(str(error) for error in report.errors)
        raise Refused(
            "bad-lines", f"{told}\nDữ liệu có dòng sai, chưa nạp gì. (Bad lines, nothing loaded.)"
        )
    say(f"{folder}: {report.changed} rows loaded.")


def _unit_id(slug: str) -> int:
    from tram.directory.models import Unit, UnitKind

    wanted = {"slug": slug} if slug else {"kind": UnitKind.PROVINCE_OFFICE, "parent": None}
    found = list(Unit.objects.filter(**wanted).values_list("id", flat=True))
    if len(found) != 1:
        raise Refused(
            "which-unit",
            f"Không xác định được đơn vị của người quản trị «{slug}»: hãy ghi mã đơn vị bằng --unit."
            " (Which unit? Give its slug with --unit.)",
        )
    return int(found[0])


def _asked(option: str, question: str) -> str:
    if sys.stdin.isatty():
        answer: str = typer.prompt(question, err=True)
        return answer
    raise Refused("not-given", f"Thiếu {option}. ({option} is missing.)")


def _administrator(username: str, full_name: str, unit_id: int) -> dict[str, str]:
    from uuid import uuid4

    from django.conf import settings
    from django.urls import reverse

    from tram.accounts.commands import one_time_password
    from tram.core.acts import Act, Actor
    from tram.directory.commands import first_administrator

    act = Act(request_id=uuid4(), actor=Actor(None))
    first_administrator(act, username=username, full_name=full_name, unit_id=unit_id)
    return {
        "username": username.strip().lower(),
        "password": one_time_password(act.request_id).reveal(),
        "address": settings.BASE_URL + reverse("sign_in"),
    }


def _told(made: dict[str, str]) -> str:
    return (
        f"First administrator: {made['username']}\n"
        f"One-time password:   {made['password']}   (shown only now)\n"
        f"Sign in at:          {made['address']}"
    )
