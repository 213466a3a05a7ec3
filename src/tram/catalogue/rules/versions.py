"""What a version of a procedure says, whether that is enough to publish it, and what changed since the last one.

Legal basis: NĐ 63/2010/NĐ-CP Điều 8, 15 (what a published procedure must say), QĐ 45/2016/QĐ-TTg Điều 5 (by post or
not, and why not), domain requirements 3, 4, 63.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tram.catalogue.rules.stages import Span, fits
from tram.core.calendar import vn_date
from tram.core.errors import Refused

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PaperTerm:
    """A paper of the list: how many originals, certified copies and copies."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    mandatory: bool = True


@dataclass(frozen=True)
class FeeTerm:
    """A state fee in đồng; `kind` "fee" or "charge"."""

    kind: str
    amount_vnd: int
    source: str = ""


@dataclass(frozen=True)
class StageTerm:
    """A stage; `unit_id` None = the competent agency."""

    unit_id: int | None
    name: str
    span: Span


@dataclass(frozen=True)
class Terms:
    """All that a version says; `limit` holds for each channel that has none of its own; None = not known."""

    name: str
    valid_from: date
    result: str = ""
    legal_basis: str = ""
    decision: str = ""
    limit: Span | None = None
    limit_online: Span | None = None
    limit_postal: Span | None = None
    same_day: bool = False
    presence: bool | None = None
    postal_in: bool | None = None
    postal_in_reason: str = ""
    postal_out: bool | None = None
    postal_out_reason: str = ""
    secret: bool = False
    papers: tuple[PaperTerm, ...] = ()
    fees: tuple[FeeTerm, ...] = ()
    withdrawn: tuple[str, ...] = ()
    stages: tuple[StageTerm, ...] = ()

    @property
    def limits(self) -> tuple[Span, ...]:
        """Every limit that is known."""
        known = (self.limit, self.limit_online, self.limit_postal)
        return tuple(limit for limit in known if limit)


def missing(terms: Terms) -> tuple[str, ...]:
    """What must still be written before the version can be published: parts of one sentence."""
    return (*_missing_limits(terms), *_missing_papers(terms), *_missing_post(terms))


def _missing_limits(terms: Terms) -> Iterator[str]:
    if not terms.same_day and not terms.limit:
        own = terms.limit_online and terms.limit_postal
        yield "thời hạn nộp trực tiếp" if own else "thời hạn giải quyết cho mọi kênh"
    if terms.stages and not all(
        fits([s.span for s in terms.stages], each) for each in terms.limits
    ):
        yield "thời gian các bước: cộng lại phải cùng đơn vị và không dài hơn thời hạn"


def _missing_papers(terms: Terms) -> Iterator[str]:
    if not terms.papers:
        yield "ít nhất một giấy tờ trong thành phần hồ sơ"
    for paper in terms.papers:
        if not paper.originals + paper.certified + paper.copies:
            yield f"số bản của giấy tờ «{paper.name}»"


def _missing_post(terms: Terms) -> Iterator[str]:
    if terms.presence and terms.postal_in:
        yield "gửi hồ sơ qua bưu điện: phải có mặt khi nộp thì không gửi được, hãy chọn «Không»"
    if not terms.postal_in and not terms.postal_in_reason:
        yield "lý do không gửi được hồ sơ qua bưu điện"
    if not terms.postal_out and not terms.postal_out_reason:
        yield "lý do không trả được kết quả qua bưu điện"


def require_whole(terms: Terms) -> None:
    """Refuse a version that does not say enough."""
    if lacking := missing(terms):
        raise Refused(
            "draft-incomplete",
            f"Bản nháp «{terms.name}» chưa đủ để công bố. Còn thiếu: {'; '.join(lacking)}. "
            "Hãy bổ sung rồi công bố lại.",
        )


def require_date(starts: date, today: date, before: tuple[date, date | None] | None) -> None:
    """A version starts today or later, and after the one before it (from, to) has started and ended."""
    if starts < today:
        raise Refused(
            "starts-in-past",
            f"Ngày hiệu lực {vn_date(starts)} đã qua: hãy sửa bản nháp, chọn từ {vn_date(today)}.",
        )
    if before and starts <= (before[1] or before[0]):
        first = (before[1] or before[0]) + ONE_DAY
        raise Refused(
            "starts-too-early",
            f"Phiên bản trước có hiệu lực từ {vn_date(before[0])}"
            + (f" đến {vn_date(before[1])}" if before[1] else "")
            + f": hãy sửa bản nháp, chọn ngày hiệu lực từ {vn_date(first)}.",
        )
