"""May this procedure go by post, in this direction? (QĐ 45/2016/QĐ-TTg Điều 1, Điều 5)."""

from dataclasses import dataclass

from tram.core.choices import Choice
from tram.core.errors import Refused


class Direction(Choice):
    """Which way something travels (chiều); the labels are the services' names in TT 17/2017/TT-BTTTT Điều 4."""

    IN = "in", "nhận gửi hồ sơ"
    OUT = "out", "chuyển trả kết quả"


@dataclass(frozen=True)
class Verdict:
    """Whether a direction is open, and why not (one Vietnamese sentence; empty if open)."""

    open: bool
    reason: str = ""


@dataclass(frozen=True)
class PostalFacts:
    """What the catalogue says of one version: None = not known, which is not yes."""

    postal_in: bool | None
    postal_in_reason: str
    postal_out: bool | None
    postal_out_reason: str
    presence_required: bool | None
    secret_possible: bool


def verdict(facts: PostalFacts, direction: Direction) -> Verdict:
    """A procedure that needs presence cannot be sent by post; its result may still travel.

    One that may contain state secrets can go; whoever takes a dossier in asks about marks first.
    """
    if direction is Direction.IN and facts.presence_required:
        return Verdict(False, facts.postal_in_reason or "Phải có mặt trực tiếp khi nộp hồ sơ.")
    answer, reason = (
        (facts.postal_in, facts.postal_in_reason)
        if direction is Direction.IN
        else (facts.postal_out, facts.postal_out_reason)
    )
    if answer:
        return Verdict(True)
    return Verdict(False, reason or "Chưa xác định được, cần cơ quan xác nhận.")


def require_open(facts: PostalFacts, directions: tuple[Direction, ...], name: str) -> None:
    """Refuse with the reason unless every direction is open."""
    for direction in directions:
        found = verdict(facts, direction)
        if not found.open:
            raise Refused(
                "not-by-post",
                f"Thủ tục «{name}» không {direction.label} được qua bưu điện. {found.reason}",
            )
