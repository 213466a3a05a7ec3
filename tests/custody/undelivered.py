"""What happens at a door where nobody opens, step by step, through the commands."""

from datetime import date, datetime, timedelta
from uuid import UUID

from tests.cast import Cast, act, at, hand_over
from tram.core import clock
from tram.core.acts import Act
from tram.custody.commands import attempts, chain
from tram.custody.rules.attempts import AttemptReason, DayPart, Notice, NoticeKind, Slot
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers.models import Dossier


def called() -> Notice:
    """The postman rang ten minutes ago."""
    return Notice(NoticeKind.CALL, called_at=clock.now() - timedelta(minutes=10))


def morning(days: int = 1) -> Slot:
    """A morning so many days from today."""
    return Slot(clock.today() + timedelta(days=days), DayPart.MORNING)


def in_vain(who: Cast, dossier: Dossier, reason: AttemptReason = AttemptReason.ABSENT) -> None:
    """One try in vain, with a call and the next morning agreed."""
    attempts.record_attempt(
        act(who.postman),
        dossier_id=dossier.id,
        reason=reason,
        notice=called(),
        slot=morning(),
    )


def things(dossier: Dossier) -> list[UUID]:
    """What is on its way to the person."""
    wanted = ["result"] if dossier.items.filter(kind="result").exists() else ["papers"]
    return list(dossier.items.filter(kind__in=wanted).values_list("id", flat=True))


def move(
    kind: ManifestKind, giver: Act, receiver: Act, ends: tuple[int, int], dossier: Dossier
) -> None:
    """One signed hand-over of it."""
    hand_over(kind, giver, receiver, *ends, things(dossier))
    dossier.refresh_from_db()


def hold(who: Cast, dossier: Dossier) -> None:
    """From the postman to the point."""
    ends = (chain.courier(who.postman.id), chain.place(who.point.id))
    move(ManifestKind.HOLD, act(who.postman), act(who.teller, who.point), ends, dossier)


def hold_back(who: Cast, dossier: Dossier) -> None:
    """From the point to the postman again."""
    ends = (chain.place(who.point.id), chain.courier(who.postman.id))
    move(ManifestKind.HOLD_BACK, act(who.teller, who.point), act(who.postman), ends, dossier)


def return_in(who: Cast, dossier: Dossier) -> None:
    """From the postman to the desk."""
    ends = (chain.courier(who.postman.id), chain.place(who.desk.id))
    move(ManifestKind.RETURN_IN, act(who.postman), act(who.officer, who.desk), ends, dossier)


def days_later(days: int) -> date:
    """The clock is so many days on; the new day."""
    now: datetime = clock.now() + timedelta(days=days)
    at(now)
    return clock.today()


def held(who: Cast, dossier: Dossier) -> Dossier:
    """Tried twice in vain and left at the point."""
    in_vain(who, dossier)
    in_vain(who, dossier)
    hold(who, dossier)
    return dossier
