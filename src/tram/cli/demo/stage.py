"""Setting the stage: tables, the mark of a demonstration, reference data, people, a simulated month."""

from datetime import date, datetime, time
from pathlib import Path

from django.db import connection

from tram.cli.console import progress, say
from tram.cli.database import bring_up_to_date
from tram.core.calendar import ZONE
from tram.core.errors import Refused
from tram.core.owner import as_owner
from tram.core.queries import is_demo

SEED = 20190731
FIRST, LAST = date(2019, 11, 1), date(2019, 11, 30)
OPENS = datetime.combine(date(2019, 12, 2), time(7, 30), ZONE)
DOSSIERS = 500
BROKEN_OFF = (
    "November was broken off at {} dossiers. They stay, and the rest is made ready now; for the whole month remove "
    "the folder .tram (or set TRAM_STATE_DIR to another one) and start again."
)


def checkout() -> Path:
    """The folder with `data/`: a demonstration is shown from a working copy."""
    for folder in Path(__file__).resolve().parents:
        if (folder / "data" / "vinh-phuc").is_dir():
            return folder
    raise Refused(
        "no-data", "Không thấy thư mục data/vinh-phuc: hãy chạy trong bản mã nguồn của Trạm."
    )


def _mark() -> None:
    """Mark the database as a demonstration, unless people already work in it in earnest."""
    from tram.accounts.models import User

    if is_demo():
        return
    if User.objects.exists():
        raise Refused(
            "not-a-demonstration",
            "Cơ sở dữ liệu này đang dùng thật nên không trình diễn được. Hãy đặt TRAM_STATE_DIR hoặc "
            "TRAM_DATABASE_URL tới chỗ khác. (This database is in real use.)",
        )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_demo (single, shift, seed) VALUES (true, %s - clock_timestamp(), %s)",
            [OPENS, SEED],
        )


def open_on(moment: datetime) -> None:
    """From now on the demonstration's clock runs from this moment."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_demo SET shift = %s - clock_timestamp()", [moment])


def set_stage(count: int = DOSSIERS) -> bool:
    """Make the demonstration ready; True if it was made or finished now, False if it was there already."""
    from tram.directory.models import Agreement
    from tram.dossiers.models import Dossier

    furnish()
    if not Dossier.objects.exists():
        live_a_month(count)
        open_on(OPENS)
        return True
    if Agreement.objects.exists():
        return False
    say(BROKEN_OFF.format(Dossier.objects.count()))
    fill_registers()
    return True


def furnish() -> None:
    """Tables, the mark of a demonstration and the province's data; Refused where people work in earnest."""
    bring_up_to_date()
    _mark()
    if not _reorganised():
        _load()


def _reorganised() -> bool:
    """Whether the province has moved on: its files of 2019 must not bring ended units back."""
    from tram.directory.models import Succession

    return Succession.objects.exists()


def _load() -> None:
    from tram.cli.load import load_folder

    report = load_folder(checkout() / "data" / "vinh-phuc")
    if not report.ok:
        raise Refused("bad-data", "\n".join(str(error) for error in report.errors[:20]))
    say(f"The province: {report.changed} rows loaded or changed.")


def live_a_month(count: int) -> None:
    """November 2019 by the people's own commands, at simulated hours."""
    from tram.cli.demo.crew import muster
    from tram.cli.demo.month import Month
    from tram.directory.queries import working_calendar

    crew = muster(FIRST)
    month = Month(crew, working_calendar(), SEED)
    with connection.cursor() as cursor:
        # Nobody was given a receipt for an invented dossier: its commit need not wait for the disk.
        cursor.execute("SET synchronous_commit = off")
    with progress("November 2019", count) as advance:
        for done in month.run(FIRST, LAST, count):
            advance(done)
    fill_registers()
    connection.close()


def fill_registers() -> None:
    """What a province keeps beside its dossiers; by people who are there already or are made now."""
    from tram.cli.demo.crew import muster
    from tram.cli.demo.registers import Registers
    from tram.cli.demo.told import tell

    muster(FIRST)
    with progress("Registers of the plan", Registers.steps()) as advance:
        registers = Registers(SEED, advance)
        registers.fill()
        tell(registers)
