"""Is the dossier complete against the published list? (QĐ 45/2016/QĐ-TTg; TT 17/2017/TT-BTTTT Điều 5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from tram.core.errors import Refused


@dataclass(frozen=True)
class Expected:
    """One paper of the published list: how many of each kind, and whether every dossier needs it."""

    seq: int
    name: str
    originals: int
    certified: int
    copies: int
    mandatory: bool


@dataclass(frozen=True)
class Counted:
    """What the teller counted for one paper of the list; `absent_reason` if it does not apply."""

    seq: int
    originals: int = 0
    certified: int = 0
    copies: int = 0
    absent_reason: str = ""

    @property
    def total(self) -> int:
        """How many copies of it there are, of whatever kind."""
        return self.originals + self.certified + self.copies


def missing(expected: Sequence[Expected], counted: Sequence[Counted]) -> list[Expected]:
    """Mandatory papers of which nothing was counted and no reason was given."""
    found = {paper.seq: paper for paper in counted}
    return [
        paper
        for paper in expected
        if paper.mandatory
        and not (paper.seq in found and (found[paper.seq].total or found[paper.seq].absent_reason))
    ]


def require_complete(expected: Sequence[Expected], counted: Sequence[Counted]) -> None:
    """Refuse naming every missing paper, and any paper that the list does not ask for."""
    listed = {paper.seq for paper in expected}
    strange = sorted(paper.seq for paper in counted if paper.seq not in listed)
    if strange:
        raise Refused(
            "paper-not-listed",
            f"Giấy tờ số {strange[0]} không có trong danh mục công bố của thủ tục này; "
            "không được yêu cầu thêm giấy tờ ngoài danh mục.",
        )
    short = missing(expected, counted)
    if short:
        names = "; ".join(f"{paper.seq}. {paper.name}" for paper in short)
        raise Refused(
            "paper-missing",
            f"Còn thiếu giấy tờ bắt buộc: {names}. Hãy hướng dẫn khách bổ sung rồi nhận hồ sơ.",
        )
    if not any(paper.total for paper in counted) and expected:
        raise Refused("no-paper", "Chưa đếm được giấy tờ nào trong hồ sơ. Hãy kiểm đếm lại.")
