"""What a version says otherwise than the one before, line by line (điểm khác phiên bản trước)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tram.catalogue.rules.stages import Span
from tram.catalogue.rules.versions import FeeTerm, PaperTerm, StageTerm, Terms
from tram.core.calendar import vn_date
from tram.core.money import format_vnd

UNITS = {
    "hour": "giờ làm việc",
    "working-day": "ngày làm việc",
    "calendar-day": "ngày",
    "month": "tháng",
}
FEES = {"fee": "phí", "charge": "lệ phí"}
AGENCY = "cơ quan giải quyết"


@dataclass(frozen=True)
class Change:
    """One line: what it is about, before and after; an empty side means that it was not there."""

    label: str
    before: str
    after: str


def span_words(span: Span | None) -> str:
    """3 ngày làm việc; empty if not known."""
    return f"{span.value} {UNITS[span.unit]}" if span else ""


def paper_words(paper: PaperTerm) -> str:
    """A paper with its numbers."""
    numbers = (
        (paper.originals, "bản chính"),
        (paper.certified, "bản chứng thực"),
        (paper.copies, "bản sao"),
    )
    counted = ", ".join(f"{number} {words}" for number, words in numbers if number)
    return f"{paper.name} ({counted}{'' if paper.mandatory else '; không bắt buộc'})"


def fee_words(fee: FeeTerm) -> str:
    """A fee with its amount."""
    return f"{FEES[fee.kind]} {format_vnd(fee.amount_vnd)}"


def stage_words(stage: StageTerm, units: Mapping[int, str]) -> str:
    """A stage with who does it and how long it takes."""
    who = units.get(stage.unit_id, "") if stage.unit_id else AGENCY
    return f"{stage.name} ({who}, {span_words(stage.span)})"


def differences(before: Terms, after: Terms, units: Mapping[int, str]) -> tuple[Change, ...]:
    """Every line that differs; `units` names the units of the stages."""
    plain = (
        Change(label, was, now)
        for (label, was), (_, now) in zip(_lines(before), _lines(after), strict=True)
        if was != now
    )
    lists = (
        ("Giấy tờ", map(paper_words, before.papers), map(paper_words, after.papers)),
        ("Phí, lệ phí", map(fee_words, before.fees), map(fee_words, after.fees)),
        ("Giấy tờ thu hồi", before.withdrawn, after.withdrawn),
        (
            "Bước giải quyết",
            (stage_words(each, units) for each in before.stages),
            (stage_words(each, units) for each in after.stages),
        ),
    )
    return (*plain, *(change for each in lists for change in _listed(*each)))


def _lines(terms: Terms) -> Sequence[tuple[str, str]]:
    return (
        ("Tên thủ tục", terms.name),
        ("Ngày bắt đầu hiệu lực", vn_date(terms.valid_from)),
        ("Kết quả", terms.result),
        ("Căn cứ pháp lý", terms.legal_basis),
        ("Quyết định công bố", terms.decision),
        ("Thời hạn", span_words(terms.limit)),
        ("Thời hạn nộp trực tuyến", span_words(terms.limit_online)),
        ("Thời hạn nộp qua bưu điện", span_words(terms.limit_postal)),
        ("Trả trong ngày", _yes(terms.same_day)),
        ("Phải có mặt khi nộp", _yes(terms.presence)),
        ("Gửi hồ sơ qua bưu điện", _yes(terms.postal_in)),
        ("Lý do không gửi qua bưu điện", terms.postal_in_reason),
        ("Trả kết quả qua bưu điện", _yes(terms.postal_out)),
        ("Lý do không trả qua bưu điện", terms.postal_out_reason),
        ("Có thể có bí mật nhà nước", _yes(terms.secret)),
    )


def _yes(answer: bool | None) -> str:
    return {True: "có", False: "không", None: "chưa rõ"}[answer]


def _listed(label: str, before: Iterable[str], after: Iterable[str]) -> Iterator[Change]:
    """Lines of a list by their place: what stayed is passed over, what moved is told at its new place."""
    was, now = list(before), list(after)
    gone = [line for line in was if line not in now]
    new = [line for line in now if line not in was]
    for index in range(max(len(gone), len(new))):
        left = gone[index] if index < len(gone) else ""
        right = new[index] if index < len(new) else ""
        yield Change(label, left, right)
    if not gone and not new and was != now:
        yield Change(label, " · ".join(was), " · ".join(now))
