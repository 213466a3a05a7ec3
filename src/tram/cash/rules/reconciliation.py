"""Collected, stated and received compared item by item (requirements 39d, 42b): nothing left out or invented."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tram.core.choices import Choice


class Mismatch(Choice):
    """Why two sides of one sum do not agree (loại sai lệch đối soát)."""

    NOT_STATED = "not-stated", "Đã thu, không có trong bảng kê"
    NOT_COLLECTED = "not-collected", "Có trong bảng kê, sổ không thu"
    OTHER_AMOUNT = "other-amount", "Số tiền trong bảng kê khác sổ"
    TWICE = "twice", "Một khoản ghi nhiều lần trong bảng kê"
    NOT_PAID = "not-paid", "Đã lập bảng kê, chưa chuyển tiền"
    NOT_CONFIRMED = "not-confirmed", "Đã chuyển tiền, cơ quan chưa xác nhận"
    RECEIVED_OTHER = "received-other", "Cơ quan nhận khác số đã chuyển"

    @property
    def owner(self) -> str:
        """Who must clear it up."""
        return "Cơ quan" if self is Mismatch.NOT_CONFIRMED else "Bưu điện tỉnh"


@dataclass(frozen=True)
class Sum:
    """One sum as one side has it: of which item, how much."""

    item: str
    amount_vnd: int


@dataclass(frozen=True)
class Found:
    """One difference: of which item (empty: of the whole batch), why, what each side says."""

    item: str
    why: Mismatch
    book_vnd: int
    other_vnd: int


@dataclass(frozen=True)
class Reconciled:
    """How many items agree on both sides, and every difference."""

    matched: int
    found: tuple[Found, ...]


def reconcile(
    book: Iterable[Sum], stated: Iterable[Sum], *, paid_vnd: int | None, received_vnd: int | None
) -> Reconciled:
    """Compare a batch with the post's statement and with what the agency says it received.

    >>> reconcile([Sum("A", 5)], [Sum("A", 4)], paid_vnd=5, received_vnd=5).found[0].why.value
    'other-amount'
    """
    ours = {one.item: one.amount_vnd for one in book}
    lines = list(stated)
    theirs = {one.item: one.amount_vnd for one in reversed(lines)}
    times = Counter(one.item for one in lines)
    found = [
        *(_item(item, ours, theirs, times) for item in dict.fromkeys([*ours, *theirs])),
        _whole(sum(ours.values()), paid_vnd, received_vnd),
    ]
    wrong = tuple(one for one in found if one is not None)
    named = {one.item for one in wrong}
    return Reconciled(sum(1 for item in ours if item not in named), wrong)


def _item(
    item: str, ours: Mapping[str, int], theirs: Mapping[str, int], times: Mapping[str, int]
) -> Found | None:
    book, other = ours.get(item, 0), theirs.get(item, 0)
    if item not in ours:
        return Found(item, Mismatch.NOT_COLLECTED, 0, other)
    if item not in theirs:
        return Found(item, Mismatch.NOT_STATED, book, 0)
    if times[item] > 1:
        return Found(item, Mismatch.TWICE, book, other * times[item])
    return Found(item, Mismatch.OTHER_AMOUNT, book, other) if book != other else None


def _whole(book: int, paid: int | None, received: int | None) -> Found | None:
    if paid is None:
        return Found("", Mismatch.NOT_PAID, book, 0)
    if received is None:
        return Found("", Mismatch.NOT_CONFIRMED, paid, 0)
    return Found("", Mismatch.RECEIVED_OTHER, paid, received) if paid != received else None
