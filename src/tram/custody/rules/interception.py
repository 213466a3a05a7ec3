"""What the post must hold back (giữ lại, trả lại): papers on its road whose dossier ended before they arrived.

Legal basis: NĐ 61/2018/NĐ-CP Điều 16 (the citizen may withdraw before there is a result); domain requirement 19.
"""

from tram.core.choices import Choice
from tram.custody.rules.legs import Carried
from tram.dossiers.rules.states import GIVING_BACK


class WayBack(Choice):
    """What a holder does with papers to be held back (cách xử lý bưu gửi cần giữ lại)."""

    AT_POINT = "at-point", "Trả lại khách tại điểm phục vụ này"
    BY_OFFICE = "by-office", "Giao bưu tá mang về điểm đã nhận hoặc về một cửa"
    BY_POSTMAN = "by-postman", "Giao về điểm đã nhận hoặc về một cửa; có người nhận thì phát lại"
    TO_DESK = "to-desk", "Giao lại một cửa, không giao đơn vị giải quyết"


def to_hold_back(thing: Carried) -> bool:
    """True for papers on the post's road of a dossier that ended, unless they are on their way home already."""
    return (
        thing.on_the_road
        and thing.item in ("papers", "supplement")
        and thing.state in GIVING_BACK
        and thing.cover != "out"
    )


def way_back(thing: Carried, *, taken_in_here: bool) -> WayBack:
    """What whoever holds it does with it: the point that took it in gives it back, the shuttle turns round."""
    if thing.holder == "place":
        return WayBack.AT_POINT if taken_in_here else WayBack.BY_OFFICE
    return WayBack.BY_POSTMAN if thing.cover else WayBack.TO_DESK
