"""Who acts, and the one request an act belongs to (no Django here)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from tram.core.choices import Choice


class Secret:
    """Words that must stay with their owner (a password, a PIN): never stored, hashed into a request or shown.

    A request keeps a fast hash of what was asked; of a secret only "***" goes into it.
    """

    __slots__ = ("_words",)

    def __init__(self, words: str) -> None:
        self._words = words

    def reveal(self) -> str:
        """The words themselves, for whoever checks or hands them over."""
        return self._words

    def __repr__(self) -> str:
        return "***"


class Grade(Choice):
    """How well an act is proved (bậc chứng cứ), the strongest first: domain requirement 60."""

    SYSTEM = "system", "Làm ngay trên hệ thống"
    SIGNED_PAPER = "signed-paper", "Giấy có chữ ký hai bên, nhập sau"
    MANUAL = "manual", "Ghi tay, nhập sau"


def weaker(one: str, other: str) -> Grade:
    """The weaker of two grades: what was done in two steps is proved no better than the worse of them."""
    order = list(Grade)
    return max(Grade(one), Grade(other), key=order.index)


@dataclass(frozen=True)
class Duty:
    """One appointment in force (phân công): a role at a unit."""

    role: str
    unit_id: int


@dataclass(frozen=True)
class Actor:
    """A signed-in person with the duties of today; `user_id` None is the public, who has none."""

    user_id: int | None
    name: str = ""
    duties: tuple[Duty, ...] = ()

    @property
    def id(self) -> int:
        """The signed-in person's id; the public has none, and asking is a fault of ours."""
        if self.user_id is None:
            raise RuntimeError("nobody is signed in")
        return self.user_id

    def units(self, role: str) -> frozenset[int]:
        """Ids of the units where this person holds `role`."""
        return frozenset(duty.unit_id for duty in self.duties if duty.role == role)


def fresh_salt(_line: int) -> bytes:
    """128 random bits for one line of a book."""
    return secrets.token_bytes(16)


@dataclass
class Act:
    """One act of one person: its client-made request id, its place, its own time.

    `occurred_at` is the device's time and may be left out (then it is `now`). `now` is filled by the
    request machinery when the act begins; nothing else knows the time. What was done on paper and is entered
    later has another `grade`, its real time, and the number of its `paper` (core.later).
    """

    request_id: UUID
    actor: Actor
    place_id: int | None = None
    occurred_at: datetime | None = None
    grade: Grade = Grade.SYSTEM
    paper: str = ""
    salt: Callable[[int], bytes] = fresh_salt
    now: datetime | None = None
    lines: int = field(default=0)

    @property
    def at(self) -> datetime:
        """When the act happened: the device's time if given, else the database's."""
        moment = self.occurred_at or self.now
        if moment is None:
            raise RuntimeError("the act has not begun: call it through a command")
        return moment

    @property
    def recorded(self) -> datetime:
        """The database's time of this act."""
        if self.now is None:
            raise RuntimeError("the act has not begun: call it through a command")
        return self.now

    def next_line(self) -> int:
        """Number of the next book line that this request writes, from 1."""
        self.lines += 1
        return self.lines

    def derive(self, what: str, number: int = 0) -> UUID:
        """An id that only this request can make, so that the same request always makes the same."""
        return uuid5(self.request_id, f"{what}/{number}")
