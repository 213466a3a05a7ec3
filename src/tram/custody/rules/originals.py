"""Originals to be withdrawn (bản chính thu hồi) come before the result (TT 17/2017/TT-BTTTT Điều 5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from tram.core.errors import Refused


@dataclass(frozen=True)
class Collected:
    """One paper of the version's list: the number of the original taken, or why there is none to take."""

    seq: int
    number: str = ""
    absent_reason: str = ""


def require_collected(names: Sequence[str], collected: Sequence[Collected]) -> None:
    """Each original on the list is taken, with its number, or explained; Refused naming the first that is not."""
    found = {paper.seq: paper for paper in collected}
    for seq, name in enumerate(names, 1):
        paper = found.get(seq)
        number, reason = (paper.number.strip(), paper.absent_reason.strip()) if paper else ("", "")
        if not number and len(reason) < 5:
            raise Refused(
                "originals-first",
                f"Trước khi giao kết quả phải thu lại «{name}»: hãy nhập số của giấy đã thu, "
                "hoặc ghi lý do không phải thu (ít nhất 5 ký tự).",
            )
        if number and reason:
            raise Refused(
                "taken-and-not",
                f"«{name}» vừa ghi số đã thu vừa ghi lý do không thu: chỉ ghi một.",
            )
    if set(found) - set(range(1, len(names) + 1)):
        raise Refused("not-listed", "Có bản chính thu hồi không nằm trong danh mục của thủ tục.")
