"""Which role fits which kind of unit (vai trò nào ở loại đơn vị nào): a table; and when a duty ends.

A teller serves at a post point, a one-stop officer at a desk; nobody settles dossiers at the post. Legal basis:
QĐ 45/2016 Điều 4 and NĐ 61/2018 Điều 7–9 (who works where), domain requirement 61 (roles and scopes).
"""

from datetime import date, timedelta

from tram.accounts.rules.access import Role

POST = frozenset({"provincial-post", "district-post", "post-point"})
AGENCIES = frozenset({"province-office", "department", "central-body", "district", "commune"})
DESKS = frozenset({"service-centre", "one-stop"})

FITS: dict[Role, frozenset[str]] = {
    Role.TELLER: frozenset({"post-point"}),
    Role.POSTMAN: POST,
    Role.POST_MANAGER: POST,
    Role.ONE_STOP_OFFICER: DESKS,
    Role.CASE_OFFICER: AGENCIES,
    Role.LEADER: AGENCIES,
    Role.AGENCY_REPORTER: AGENCIES,
    Role.STANDING_AGENCY: frozenset({"department"}),
    Role.PROVINCE_OFFICE: frozenset({"province-office"}),
    Role.ADMINISTRATOR: AGENCIES | frozenset({"provincial-post", "district-post"}),
}


def fits(role: Role, kind: str) -> bool:
    """True if somebody can hold a role at a unit of this kind."""
    return kind in FITS[role]


def covers(unit_from: date, unit_to: date | None, first: date, last: date | None) -> bool:
    """True if a unit exists on every day of a duty; an open end needs a unit without end."""
    if unit_to is None:
        return unit_from <= first
    return unit_from <= first and last is not None and last <= unit_to


def last_day(first: date, off_from: date) -> date | None:
    """The last day of a duty that ends so that it is gone on `off_from`; None if no day of it is left."""
    last = off_from - timedelta(days=1)
    return last if last >= first else None


def same_sort(one: str, other: str) -> bool:
    """True if two kinds of unit do the same sort of work, so that one may stand in the other's place."""
    return any(one in sort and other in sort for sort in (POST, AGENCIES, DESKS))
