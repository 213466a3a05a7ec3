"""What the registers say: agreements, points, communes, media, tellers, reports, the post. Part of recount.py.

Each function is one indicator of docs/recount.md (11–19), as of the end of a day. An empty answer is «not measured»:
nothing was ever written of it. A commune or an agency that ended is followed to the first that came after it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from recount_folder import PROVINCE, Folder, Pair, Period, Row, asks, goal_of, stands
from recount_shares import offered

Found = dict[str, Pair]
"""Agency or the province → numerator and denominator."""
REACHED = ("handed-over", "delivered")
SENT_BACK = "sent-back"


@dataclass(frozen=True)
class Asked:
    """Of which folder, which days of it (up to the day as of which), and that day."""

    folder: Folder
    span: Period
    as_of: date

    @property
    def day(self) -> str:
        """The last day, as it is written."""
        return self.span.last.isoformat()


def agreements(asked: Asked) -> Found:
    """Agencies that must sign and stand on the day; signed = an agreement holds on the day.

    Must sign: whom the plan's target names in its first year, if it settles some procedure on the day.
    """
    folder, day = asked.folder, asked.span.last
    targets = [t for t in folder.targets(asked.as_of) if t["indicator"] == "agreements_signed"]
    signed = [row for row in folder.rows("agreements") if _signed(row, asked.day)]
    if not targets or not signed:
        return {}
    settling = {row["unit"] for row in folder.rows("procedures") if offered(row, day)}
    year = int(targets[0]["first_year"])
    units = {row["slug"]: row for row in folder.rows("units")}
    holders = {_heir(units, row["agency"], asked.day) for row in signed if _holds(row, asked.day)}
    found = {
        slug: (int(slug in holders), 1)
        for slug, unit in units.items()
        if stands(unit, day) and slug in settling and asks(targets[0], unit, year)
    }
    return _with_whole(found)


def _signed(row: Row, day: str) -> bool:
    return row["signed_on"] <= day and row["ended"] != "mistake"


def _holds(row: Row, day: str) -> bool:
    """From its signature and its first day to its last, or to the day on which it was ended."""
    last = row["last_day"] if row["ended"] else row["valid_to"]
    return row["valid_from"] <= day and (not last or last >= day)


def _heir(rows: dict[str, Row], key: str, day: str) -> str:
    """Who stands in the place of a unit on a day: the first that came after it, and so on; else itself."""
    at = key
    for _step in range(50):
        row = rows.get(at)
        if row is None:
            return key
        if not row["valid_to"] or row["valid_to"] >= day:
            return at
        at = (row["successors"].split() or [""])[0]
    return key


def _with_whole(found: Found) -> Found:
    if not found:
        return {}
    whole = sum(n for n, _ in found.values()), sum(d for _, d in found.values())
    return {**found, PROVINCE: whole}


def points(asked: Asked) -> Found:
    """Points that stand on the day; qualified = every mandatory criterion last found met, and not expired."""
    day = asked.span.last
    wanted = {
        row["code"]
        for row in asked.folder.rows("criteria")
        if row["mandatory"] == "yes" and stands(row, day)
    }
    latest: dict[str, dict[str, Row]] = {}
    for row in asked.folder.rows("assessments"):  # in the order of their days
        if row["on"] <= asked.day:
            latest.setdefault(row["point"], {})[row["criterion"]] = row
    here = [row["slug"] for row in asked.folder.rows("points") if stands(row, day)]
    if not any(slug in latest for slug in here):
        return {}
    good = [slug for slug in here if _qualified(latest.get(slug, {}), wanted, asked.day)]
    return {PROVINCE: (len(good), len(here))}


def _qualified(found: dict[str, Row], wanted: set[str], day: str) -> bool:
    return bool(wanted) and all(
        code in found and found[code]["met"] == "yes" and found[code]["valid_to"] >= day
        for code in wanted
    )


def tellers(asked: Asked) -> Found:
    """Tellers on duty on the day; trained = with a certificate in force. Not measured before there is a course."""
    day = asked.span.last
    if not any(int(row["year"]) <= day.year for row in asked.folder.rows("courses")):
        return {}
    trained = {
        row["teller"]
        for row in asked.folder.rows("trainings")
        if row["issued_on"]
        and row["issued_on"] <= asked.day
        and (not row["certificate_to"] or row["certificate_to"] >= asked.day)
    }
    duty = {row["teller"] for row in asked.folder.rows("tellers") if stands(row, day)}
    return {PROVINCE: (len(duty & trained), len(duty))}


def communes(asked: Asked) -> Found:
    """Communes that stand on the last day; informed = told at least once in the period, or its forerunner was."""
    rows = {f"{row['code']}/{row['valid_from']}": row for row in asked.folder.rows("communes")}
    told = {
        _heir(rows, f"{row['commune']}/{row['commune_from']}", asked.day)
        for row in asked.folder.rows("outreach")
        if asked.span.holds(row["on"])
    }
    here = {key for key, row in rows.items() if stands(row, asked.span.last)}
    return {PROVINCE: (len(here & told), len(here))} if here & told else {}


def media(asked: Asked) -> Found:
    """Pieces of news in the period; nothing is divided."""
    count = sum(asked.span.holds(row["on"]) for row in asked.folder.rows("media"))
    return {PROVINCE: (count, count)} if count else {}


def reports(asked: Asked) -> Found:
    """Agencies that owe the year's report; in time = the first that came is not after the last day."""
    folder = asked.folder
    first: dict[str, str] = {}
    for row in folder.rows("reports"):
        if row["received_on"] <= asked.as_of.isoformat():
            first[row["unit"]] = min(row["received_on"], first.get(row["unit"], "9999"))
    found, day = {}, min(asked.as_of, folder.whole.last)
    for unit in folder.rows("units"):
        if unit["plan_group"] in ("A", "B") and stands(unit, day):
            target = goal_of(folder.targets(asked.as_of), "reports_on_time", unit, folder.year)
            if target:
                came = first.get(unit["slug"], "9999")
                found[unit["slug"]] = (int(came <= _due(target, folder)), 1)
    return _with_whole(found) if first.keys() & found.keys() else {}


def _due(target: Row, folder: Folder) -> str:
    if target["due_next_year"]:
        return f"{folder.year + 1}-{target['due_next_year']}"
    return target["due"] or folder.whole.last.isoformat()


def safety(asked: Asked) -> Found:
    """Items that arrived or were sent back, and those lost on the way; safe = arrived or sent back unharmed."""
    good = whole = 0
    for row in asked.folder.rows("postal_runs"):
        harmed = row["harm"] != ""
        ended = asked.span.holds(row["ended_at"]) and row["how"] in (*REACHED, SENT_BACK)
        lost = (
            row["harm"] == "loss"
            and not row["ended_at"]
            and row["started_at"][:10] <= asked.day
            and row["harm_reported_at"][:10] <= asked.day
        )
        good += ended and not harmed
        whole += ended or lost
    return {PROVINCE: (good, whole)} if whole else {}


def on_time(asked: Asked) -> Found:
    """Items that arrived in the period or are overdue at its end; on time = arrived not after they were due."""
    good = whole = 0
    for row in asked.folder.rows("postal_runs"):
        arrived = asked.span.holds(row["ended_at"]) and row["how"] in REACHED
        good += arrived and row["ended_at"] <= row["due_at"]
        whole += arrived or _overdue(row, asked.day)
    return {PROVINCE: (good, whole)} if whole else {}


def _overdue(row: Row, day: str) -> bool:
    """Due by the end of the day and not there by then, and the post did not wait for somebody else."""
    still = row["started_at"][:10] <= day and not ("" < row["ended_at"][:10] <= day)
    due = row["due_at"][:10] <= day and row["due_passed"] == "yes"
    held = not row["ended_at"] and row["held_at"] != "" and row["held_at"] <= row["due_at"]
    return still and due and row["paused"] != "yes" and not held


def prices(asked: Asked) -> Found:
    """Postage asked in the period; well = not above the table of prices."""
    rows = [row for row in asked.folder.rows("postage") if asked.span.holds(row["asked_at"])]
    well = sum(row["above_table"] == "no" for row in rows)
    return {PROVINCE: (well, len(rows))} if rows else {}


REGISTERS: dict[str, Callable[[Asked], Found]] = {
    "agreements_signed": agreements,
    "points_qualified": points,
    "tellers_trained": tellers,
    "communes_informed": communes,
    "media_informed": media,
    "reports_on_time": reports,
    "postal_safety": safety,
    "postal_on_time": on_time,
    "overcharging": prices,
}
