"""When a case may end, and what is owed for it (NĐ 47/2011/NĐ-CP Điều 24-26; QĐ 45/2016/QĐ-TTg Điều 14)."""

from dataclasses import dataclass
from datetime import date

from tram.core.errors import Refused
from tram.core.money import format_vnd
from tram.custody.rules.incidents import BY_PROTOCOL, LIABLE, IncidentEnd, IncidentKind


@dataclass(frozen=True)
class CaseFacts:
    """What is known of a case when somebody wants to end it."""

    kind: IncidentKind
    lost_now: bool
    with_customer: bool
    moved_since: bool
    inventoried: bool
    liability: bool
    owed_vnd: int
    paid: bool
    reissues_open: int


ENDINGS: dict[IncidentKind, frozenset[IncidentEnd]] = {
    IncidentKind.LOSS: frozenset({IncidentEnd.FOUND, IncidentEnd.MADE_GOOD, IncidentEnd.NO_CLAIM}),
    IncidentKind.DAMAGE: frozenset(
        {IncidentEnd.WENT_ON, IncidentEnd.MADE_GOOD, IncidentEnd.NO_CLAIM}
    ),
    IncidentKind.MISROUTE: frozenset({IncidentEnd.FOUND, IncidentEnd.MISTAKEN}),
    IncidentKind.SEAL_BROKEN: frozenset({IncidentEnd.WENT_ON, IncidentEnd.MISTAKEN}),
    IncidentKind.SECRECY_MARK: frozenset({IncidentEnd.GIVEN_BACK, IncidentEnd.MISTAKEN}),
}


def endings(kind: IncidentKind) -> list[IncidentEnd]:
    """How a case of this kind can end, in the order of the list."""
    return [ending for ending in IncidentEnd if ending in ENDINGS[kind]]


def require_closable(facts: CaseFacts, ending: IncidentEnd) -> None:
    """Refuse to end a case while something of it is open, saying what."""
    if ending not in ENDINGS[facts.kind]:
        raise Refused(
            "wrong-ending",
            f"Sự cố «{facts.kind.label}» không kết thúc bằng «{ending.label}». Hãy chọn lại.",
        )
    for wrong, message in _open_matters(facts, ending):
        if wrong:
            raise Refused("still-open", message)


def _open_matters(facts: CaseFacts, ending: IncidentEnd) -> list[tuple[bool, str]]:
    claimed = ending is not IncidentEnd.FOUND
    return [
        (
            facts.lost_now and ending is IncidentEnd.FOUND,
            "Vật vẫn chưa tìm thấy. Hãy ghi «Tìm thấy» có người ký nhận rồi kết thúc.",
        ),
        (
            facts.kind is IncidentKind.MISROUTE
            and ending is IncidentEnd.FOUND
            and not facts.moved_since,
            "Vật chuyển nhầm chưa được giao tiếp. Hãy giao bằng bảng kê rồi kết thúc.",
        ),
        (
            facts.kind in BY_PROTOCOL
            and ending is not IncidentEnd.MISTAKEN
            and not facts.inventoried,
            "Chưa có biên bản kiểm kê. Hãy lập biên bản rồi kết thúc.",
        ),
        (
            ending is IncidentEnd.GIVEN_BACK and not facts.with_customer,
            "Vật có dấu mật chưa trả lại khách. Hãy trả lại rồi kết thúc.",
        ),
        (
            facts.kind in LIABLE and claimed and not facts.liability,
            "Chưa có biên bản xác định trách nhiệm. Hãy lập biên bản rồi kết thúc.",
        ),
        (
            facts.owed_vnd > 0 and not facts.paid,
            f"Còn {format_vnd(facts.owed_vnd)} bồi thường chưa trả. Hãy ghi chi trả rồi kết thúc.",
        ),
        (
            facts.reissues_open > 0,
            f"Còn {facts.reissues_open} giấy tờ đang làm lại. Hãy theo đến khi xong rồi kết thúc.",
        ),
        (
            ending is IncidentEnd.NO_CLAIM and facts.owed_vnd > 0,
            "Đã xác định phải bồi thường: hãy kết thúc bằng «Đã bồi thường, làm lại giấy tờ».",
        ),
    ]


def least_compensation(
    *, proved: bool, harmed: bool, postage_vnd: int, papers_vnd: int, multiple: int
) -> int:
    """The least to be paid: so many times the postage plus the cost of papers, if proved (45b, 45d)."""
    if not (proved and harmed):
        return 0
    return multiple * postage_vnd + papers_vnd


def require_enough(amount_vnd: int, least_vnd: int) -> None:
    """Refuse a compensation below the least, naming it."""
    if amount_vnd < least_vnd:
        raise Refused(
            "too-little",
            f"Mức bồi thường {format_vnd(amount_vnd)} thấp hơn mức ít nhất {format_vnd(least_vnd)} "
            "(số lần cước theo quy định cộng chi phí làm lại giấy tờ). Hãy nhập lại.",
        )


def interest(owed_vnd: int, due_on: date, day: date, percent: int) -> int:
    """Interest for days after the due day, in whole đồng rounded down; `percent` is a yearly rate (45c)."""
    late = max(0, (day - due_on).days)
    return owed_vnd * percent * late // (100 * 365)
