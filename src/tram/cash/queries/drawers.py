"""Reads of cash: what lies in drawers, bags and funds, what a shift took, and the cash book of a day (sổ quỹ)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from tram.cash.models import Account, AccountKind, CashCount, CashHandover, Purpose, Shift
from tram.cash.rules.counting import CashState, DifferenceCause

CASH_KINDS = (
    AccountKind.DRAWER,
    AccountKind.POSTMAN_BAG,
    AccountKind.POINT,
    AccountKind.PROVINCIAL_POST,
)
TAKEN = "purpose NOT IN ('cash', 'difference')"
SINCE = f"""
SELECT count(*), min(at), coalesce(sum(amount), 0)::bigint FROM (
  SELECT recorded_at AS at, CASE WHEN debit = %(drawer)s THEN amount_vnd ELSE -amount_vnd END AS amount
  FROM cash_line WHERE (debit = %(drawer)s OR credit = %(drawer)s) AND {TAKEN}
  ORDER BY recorded_at, stream, seq OFFSET %(skip)s) s
"""
BALANCES = """
SELECT a.id, a.kind, coalesce(u.short_name, ''), coalesce(u.name, ''), coalesce(p.full_name, ''), u.id, p.id,
  sum(CASE WHEN l.debit = a.id THEN l.amount_vnd ELSE -l.amount_vnd END)::bigint
FROM cash_account a LEFT JOIN directory_unit u ON u.id = a.unit_id LEFT JOIN accounts_user p ON p.id = a.user_id
JOIN cash_line l ON l.debit = a.id OR l.credit = a.id
WHERE a.kind = ANY(%(kinds)s) AND (a.unit_id = ANY(%(units)s) OR a.unit_id IS NULL AND EXISTS (
  SELECT FROM directory_appointment w WHERE w.user_id = a.user_id AND w.unit_id = ANY(%(units)s)))
GROUP BY a.id, u.id, p.id ORDER BY a.kind, u.sort_key, p.full_name, a.id
"""
DAY = """
SELECT l.occurred_at, l.purpose, l.stream, l.reverses_seq IS NOT NULL, l.debit = a.id, l.amount_vnd, o.kind
FROM cash_account a JOIN cash_line l ON l.debit = a.id OR l.credit = a.id
JOIN cash_account o ON o.id IN (l.debit, l.credit) AND o.id <> a.id
WHERE a.id = ANY(%(accounts)s) AND (l.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = %(day)s
ORDER BY l.recorded_at, l.stream, l.seq
"""
BEFORE = """
SELECT coalesce(sum(CASE WHEN l.debit = a.id THEN l.amount_vnd ELSE -l.amount_vnd END), 0)::bigint
FROM cash_account a JOIN cash_line l ON l.debit = a.id OR l.credit = a.id
WHERE a.id = ANY(%(accounts)s) AND (l.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < %(day)s
"""


@dataclass(frozen=True)
class Since:
    """What a drawer took after its last close: how many lines, since when, how much."""

    lines: int
    first: datetime
    taken_vnd: int


@dataclass(frozen=True)
class Pot:
    """Cash in one place: a drawer, a bag, a fund; or a difference that somebody answers for."""

    account: int
    kind: AccountKind
    unit: str
    person: str
    amount_vnd: int


@dataclass(frozen=True)
class BookRow:
    """One line of a cash book: in or out, and what for; `subject` is the dossier if it is one's money."""

    at: datetime
    what: str
    subject: UUID | None
    income: bool
    amount_vnd: int


@dataclass(frozen=True)
class DayBook:
    """The cash book of one day: what was there, each line, what is there."""

    day: date
    before_vnd: int
    rows: tuple[BookRow, ...]

    @property
    def in_vnd(self) -> int:
        """Everything that came in."""
        return sum(row.amount_vnd for row in self.rows if row.income)

    @property
    def out_vnd(self) -> int:
        """Everything that went out."""
        return sum(row.amount_vnd for row in self.rows if not row.income)

    @property
    def after_vnd(self) -> int:
        """What is there at the end."""
        return self.before_vnd + self.in_vnd - self.out_vnd


@dataclass(frozen=True)
class DrawerNow:
    """A teller's drawer: what the book says lies in it, and the shift if one has begun."""

    held_vnd: int
    opened_at: datetime | None
    by_itself: bool
    last_close: datetime | None


def takings(drawer: int) -> int:
    """How many lines ever took money into a drawer or gave it back to a customer."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM cash_line WHERE (debit = %s OR credit = %s) AND {TAKEN}",
            [drawer, drawer],
        )
        return int(cursor.fetchone()[0])


def begun_since(unit_id: int, teller_id: int, drawer: int) -> Since | None:
    """The shift that began by itself with the first money after the last close; None if nothing was taken."""
    closed = Shift.objects.filter(unit_id=unit_id, teller_id=teller_id).exclude(closed_at=None)
    counts = closed.order_by("-lines_at_close").values_list("lines_at_close", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"drawer": drawer, "skip": counts.first() or 0})
        lines, first, taken = cursor.fetchone()
    return Since(lines, first, taken) if lines else None


def account_of(kind: AccountKind, unit_id: int | None, user_id: int | None) -> int | None:
    """An account if it was ever used."""
    rows = Account.objects.filter(kind=kind)
    rows = rows.filter(unit_id=unit_id) if unit_id else rows.filter(unit=None)
    rows = rows.filter(user_id=user_id) if user_id else rows.filter(user=None)
    return rows.values_list("id", flat=True).first()


def drawer_of(unit_id: int, user_id: int) -> int | None:
    """A teller's drawer at a point, if it was ever used."""
    return account_of(AccountKind.DRAWER, unit_id, user_id)


def bag_of(user_id: int) -> int | None:
    """A postman's bag, if it was ever used."""
    return account_of(AccountKind.POSTMAN_BAG, None, user_id)


def drawer_now(unit_id: int, teller_id: int) -> DrawerNow:
    """What a teller's drawer holds and since when their shift runs."""
    shifts = Shift.objects.filter(unit_id=unit_id, teller_id=teller_id)
    last = shifts.exclude(closed_at=None).order_by("-closed_at").first()
    closed = last.closed_at if last else None
    drawer = drawer_of(unit_id, teller_id)
    opened = shifts.filter(closed_at=None).first()
    if drawer is None:
        return DrawerNow(0, opened.opened_at if opened else None, False, closed)
    since = begun_since(unit_id, teller_id, drawer)
    began = opened.opened_at if opened else (since.first if since else None)
    return DrawerNow(balance([drawer]), began, opened is None and since is not None, closed)


def balance(accounts: Collection[int]) -> int:
    """What these accounts hold together now, in đồng."""
    return _before(accounts, date.max)


def _before(accounts: Collection[int], day: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, {"accounts": list(accounts), "day": day})
        return int(cursor.fetchone()[0])


def pots(units: Collection[int], *, differences: bool = False) -> list[Pot]:
    """Every place with cash below some units; or the differences that somebody answers for."""
    kinds = [AccountKind.DIFFERENCE] if differences else list(CASH_KINDS)
    with connection.cursor() as cursor:
        cursor.execute(BALANCES, {"kinds": kinds, "units": list(units)})
        rows = cursor.fetchall()
    return [
        Pot(ident, AccountKind(kind), short or name, person, amount)
        for ident, kind, short, name, person, _unit, _user, amount in rows
        if amount
    ]


def day_book(accounts: Collection[int], day: date) -> DayBook:
    """The cash book of a day over some places (sổ quỹ): each line with what it was for."""
    with connection.cursor() as cursor:
        cursor.execute(DAY, {"accounts": list(accounts), "day": day})
        rows = cursor.fetchall()
    told = [
        BookRow(at, _what(purpose, back, other), _subject(purpose, stream), income, amount)
        for at, purpose, stream, back, income, amount, other in rows
    ]
    return DayBook(day, _before(accounts, day), tuple(told))


def _subject(purpose: str, stream: UUID) -> UUID | None:
    own = {Purpose.FEE, Purpose.POSTAGE, Purpose.REMITTANCE}
    return stream if purpose in own else None


def _what(purpose: str, back: bool, other: str) -> str:
    label = Purpose(purpose).label
    if back:
        return f"Trả lại khách: {label.lower()}"
    if purpose == Purpose.CASH or other == AccountKind.COD:
        return f"{label}: {AccountKind(other).label}"
    return label


def waiting_cash(units: Collection[int], person: int) -> list[CashHandover]:
    """Cash that waits for a count and a signature: of these units, given by or meant for a person; oldest first."""
    rows = CashHandover.objects.filter(state=CashState.WAITING).select_related(
        "unit", "given_by", "source", "target"
    )
    mine = rows.filter(unit_id__in=units) | rows.filter(given_by_id=person)
    return list((mine | rows.filter(target__user_id=person)).order_by("given_at"))


@dataclass(frozen=True)
class Named:
    """One difference with its cause and whose it is."""

    at: datetime
    unit: str
    person: str
    cause: str
    words: str
    amount_vnd: int


def differences(units: Collection[int]) -> list[Named]:
    """Every difference of a count or a hand-over of these units, the newest first."""
    counts = CashCount.objects.exclude(cause="").filter(shift__unit_id__in=units)
    found = [
        Named(
            row.at,
            row.shift.unit.name,
            row.shift.teller.full_name,
            DifferenceCause(row.cause).label,
            row.words,
            row.counted_vnd - row.booked_vnd,
        )
        for row in counts.select_related("shift__unit", "shift__teller")
    ]
    given = CashHandover.objects.exclude(cause="").filter(unit_id__in=units)
    for row in given.select_related("unit", "owner"):
        if row.owner is not None and row.received_at is not None:
            short = (row.counted_vnd or 0) - row.amount_vnd
            label = DifferenceCause(row.cause).label
            found.append(
                Named(row.received_at, row.unit.name, row.owner.full_name, label, "", short)
            )
    return sorted(found, key=lambda one: one.at, reverse=True)
