"""What ought to go back of a dossier's money (nên trả lại): told from what the post did not do, amount by amount.

Nothing goes back by itself: one person asks, another approves (domain requirement 42d). What a batch has taken to the
agency is the agency's to return.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tram.cash.rules.purposes import Purpose
from tram.cash.rules.refunds import Paid, RefundReason
from tram.core.choices import Choice


class BackFor(Choice):
    """Why something ought to go back (căn cứ nên trả lại tiền)."""

    VOIDED = "voided", "Phiếu nhận đã hủy mà tiền chưa trả lại"
    NOT_HANDED = "not-handed", "Hồ sơ kết thúc khi chưa tới cơ quan: phí, lệ phí không phải nộp"
    NOT_BROUGHT = "not-brought", "Đã thu cước chuyển trả kết quả mà bưu điện không phát"
    HALF = "half", "Nếu khách chứng minh được mình thuộc đối tượng giảm 50 % cước"
    FREE = "free", "Nếu khách chứng minh được mình thuộc đối tượng miễn cước"


REASONS = {
    BackFor.VOIDED: RefundReason.INTAKE_VOIDED,
    BackFor.NOT_HANDED: RefundReason.NOT_DONE,
    BackFor.NOT_BROUGHT: RefundReason.FETCHED,
    BackFor.HALF: RefundReason.EXEMPT,
    BackFor.FREE: RefundReason.EXEMPT,
}
PROVEN = frozenset({BackFor.HALF, BackFor.FREE})
"""These wait for a paper that the customer shows; the others are so already."""


@dataclass(frozen=True)
class Road:
    """What became of a dossier, and the postage it was quoted by the table, way by way, the way home last."""

    voided: bool
    finished: bool
    handed_over: bool
    brought_home: bool
    ways_vnd: tuple[int, ...]
    exempt: bool


@dataclass(frozen=True)
class Back:
    """So much of these sums ought to go back; `part_vnd` where it is not the whole of the one sum."""

    why: BackFor
    seqs: tuple[int, ...]
    amount_vnd: int
    part_vnd: int | None = None

    @property
    def reason(self) -> RefundReason:
        """The reason to ask with."""
        return REASONS[self.why]

    @property
    def proven(self) -> bool:
        """True if nothing more need be shown."""
        return self.why not in PROVEN


def ought_back(
    paid: Iterable[Paid], road: Road, remitted: Collection[int] = ()
) -> tuple[Back, ...]:
    """Everything that ought to go back, or would if it were proved."""
    free = [one for one in paid if not (one.given_back or one.asked_for)]
    free = [one for one in free if one.seq not in remitted]
    if road.voided:
        return _whole(BackFor.VOIDED, free)
    found: tuple[Back, ...] = ()
    if road.finished and not road.handed_over:
        passed = {Purpose.FEE, Purpose.REMITTANCE}
        found = _whole(BackFor.NOT_HANDED, [one for one in free if one.purpose in passed])
    table = sum(road.ways_vnd)
    # Where a part went back already, a person reckons what is left.
    postage = next(
        (one for one in free if (one.purpose, one.amount_vnd) == (Purpose.POSTAGE, table)), None
    )
    if postage is None:
        return found
    if road.finished and not road.brought_home:
        found += _part(BackFor.NOT_BROUGHT, postage, road.ways_vnd[-1])
    return found if road.exempt else found + _proved(postage, road)


def _proved(postage: Paid, road: Road) -> tuple[Back, ...]:
    # Half of an odd price is rounded down for the customer, as in the quotation; so each way apart.
    half = sum(way - way // 2 for way in road.ways_vnd)
    return _part(BackFor.HALF, postage, half) + _part(BackFor.FREE, postage, postage.amount_vnd)


def _whole(why: BackFor, sums: Iterable[Paid]) -> tuple[Back, ...]:
    rows = tuple(sums)
    total = sum(one.amount_vnd for one in rows)
    return (Back(why, tuple(one.seq for one in rows), total),) if rows else ()


def _part(why: BackFor, one: Paid, amount: int) -> tuple[Back, ...]:
    if not 0 < amount <= one.amount_vnd:
        return ()
    part = None if amount == one.amount_vnd else amount
    return (Back(why, (one.seq,), amount, part),)
