"""The three shares and the volume, counted from the lines of dossiers. Part of recount.py; docs/recount.md, 1–9."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from recount_folder import Folder, Pair, Period, Row

ONLINE, POST = "2", "3"
BACK_BY_POST = "1"
SHARES = ("procedures_with_post", "received_by_post", "returned_by_post")
KEPT = ("received_by_post", "returned_by_post")
GROUP_A = "A"
Key = tuple[str, str, str, str]
"""Agency, procedure, channel and day."""


@dataclass(frozen=True)
class Readings:
    """How the open points of the plan are read."""

    denominator: str
    online: str
    deployed: str


@dataclass
class Days:
    """How many dossiers each agency received and returned on each day, by procedure and channel."""

    received: Counter[Key] = field(default_factory=Counter)
    returned: Counter[Key] = field(default_factory=Counter)


@dataclass
class Tally:
    """What one agency received and returned in a period, procedure by procedure."""

    received: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    received_online: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    received_by_post: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    returned: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    returned_by_post: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def with_post(self) -> set[str]:
        """Procedures with at least one dossier received or returned by post."""
        return {code for code, count in self.received_by_post.items() if count} | {
            code for code, count in self.returned_by_post.items() if count
        }


def days(lines: Iterable[Row]) -> Days:
    """The dossiers of a file, day by day.

    By post a dossier is received when the hand-over at the agency is signed, any other way when it is accepted. A
    result is returned when it reached its person; by post only with evidence, without which the time is empty. An
    empty time never happened. The day is Việt Nam's, as the time is written.
    """
    found = Days()
    for row in lines:
        whose = row["unit"], row["procedure"]
        came = row["handover_signed_at"] if row["channel"] == POST else row["accepted_at"]
        if came:
            found.received[*whose, row["channel"], came[:10]] += 1
        if row["delivered_at"]:
            found.returned[*whose, row["result_channel"], row["delivered_at"][:10]] += 1
    return found


def tallies(told: Days, period: Period) -> dict[str, Tally]:
    """Agency → what it received and returned in the period."""
    found: dict[str, Tally] = defaultdict(Tally)
    for (unit, code, channel, day), count in told.received.items():
        if period.holds(day):
            found[unit].received[code] += count
            found[unit].received_online[code] += count * (channel == ONLINE)
            found[unit].received_by_post[code] += count * (channel == POST)
    for (unit, code, channel, day), count in told.returned.items():
        if period.holds(day):
            found[unit].returned[code] += count
            found[unit].returned_by_post[code] += count * (channel == BACK_BY_POST)
    return found


@dataclass(frozen=True)
class Offer:
    """The procedures of one agency on the last day of a period: all, and those open to the post each way."""

    deployed: frozenset[str] = frozenset()
    in_by_post: frozenset[str] = frozenset()
    out_by_post: frozenset[str] = frozenset()


def offers(procedures: list[Row], day: date, deployed: str) -> dict[str, Offer]:
    """Agency → what it offers on a day."""
    own: dict[str, list[Row]] = defaultdict(list)
    for row in procedures:
        if offered(row, day):
            own[row["unit"]].append(row)
    return {unit: _offer(rows, deployed) for unit, rows in own.items()}


def _offer(rows: list[Row], deployed: str) -> Offer:
    ways = [
        frozenset(row["code"] for row in rows if row[way] == "yes")
        for way in ("postal_in", "postal_out")
    ]
    every = frozenset(row["code"] for row in rows)
    return Offer(ways[0] | ways[1] if deployed == "listed" else every, *ways)


def offered(row: Row, day: date) -> bool:
    """Whether an agency has a procedure on a day."""
    return row["in_force_from"] <= day.isoformat() and (
        not row["in_force_to"] or row["in_force_to"] >= day.isoformat()
    )


def shares(tally: Tally, offer: Offer, readings: Readings) -> dict[str, Pair]:
    """Indicator → numerator and denominator of one agency."""
    active = tally.with_post()
    every = set(tally.received) | set(tally.returned)
    scopes = {
        "active-procedures": (active, active),
        "listed-procedures": (offer.in_by_post, offer.out_by_post),
        "all": (every, every),
    }
    came, went = scopes[readings.denominator]
    online = (
        0 if readings.online == "counted" else sum(tally.received_online[code] for code in came)
    )
    return {
        "procedures_with_post": (len(active & offer.deployed), len(offer.deployed)),
        "received_by_post": (
            sum(tally.received_by_post[code] for code in came),
            sum(tally.received[code] for code in came) - online,
        ),
        "returned_by_post": (
            sum(tally.returned_by_post[code] for code in went),
            sum(tally.returned[code] for code in went),
        ),
        "volume": _volume(tally),
    }


def _volume(tally: Tally) -> Pair:
    """How often the post carried a dossier or a result, of all that was received and returned."""
    by_post = sum(tally.received_by_post.values()) + sum(tally.returned_by_post.values())
    return by_post, sum(tally.received.values()) + sum(tally.returned.values())


def last_year(folder: Folder, told: Days) -> dict[str, dict[str, int]]:
    """Agency → what it reached in the year before, by post: as stated, or else as its dossiers say.

    An agency without a dossier in that year has only what was stated.
    """
    found = {
        unit: {
            "received_by_post": sum(tally.received_by_post.values()),
            "returned_by_post": sum(tally.returned_by_post.values()),
        }
        for unit, tally in tallies(told, folder.before).items()
    }
    for row in folder.rows("baselines"):
        if row["year"] == str(folder.year - 1) and row["indicator"] in KEPT:
            found.setdefault(row["unit"], {})[row["indicator"]] = int(row["numerator"])
    return found


def not_below(now: dict[str, Pair], before: dict[str, int]) -> Pair | None:
    """How many of the two results reach last year's; None if one of last year's is not known."""
    if any(name not in before for name in KEPT):
        return None
    return sum(now[name][0] >= before[name] for name in KEPT), len(KEPT)
