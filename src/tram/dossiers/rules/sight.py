"""What a person sees of one dossier (phạm vi được xem): deny by default, the post the least.

Legal basis: QĐ 45/2016/QĐ-TTg (acts prohibited to the post), Luật 91/2025/QH15; domain requirement 61.
"""

from collections.abc import Collection
from dataclasses import dataclass

from tram.core.choices import Choice


class Sight(Choice):
    """How much of a dossier is shown (mức được xem)."""

    WHOLE = "whole", "toàn bộ hồ sơ"
    INTAKE = "intake", "người nhận, giấy tờ, tiền, thủ tục và người gửi"
    POSTAL = "postal", "người nhận, giấy tờ và tiền"


@dataclass(frozen=True)
class Reach:
    """Where a person's duties let them read, unit ids with those below already in them.

    `whole`: agencies and desks; `intake`: post points whose own intakes these are; `postal`: points watched over;
    `carrier`: the person's id if they carry for the post, who sees what they have carried.
    """

    whole: frozenset[int] = frozenset()
    intake: frozenset[int] = frozenset()
    postal: frozenset[int] = frozenset()
    carrier: int | None = None


def sight(
    reach: Reach, *, whole: Collection[int | None], point_id: int | None, carried: bool
) -> Sight | None:
    """The widest view that one duty gives; None if the person has no part in the dossier.

    `whole`: the units that work on it: its desk, the competent agency, the one that has it in hand now.
    """
    if reach.whole.intersection(whole):
        return Sight.WHOLE
    if point_id in reach.intake:
        return Sight.INTAKE
    if point_id in reach.postal or (carried and reach.carrier is not None):
        return Sight.POSTAL
    return None
