"""Readings of a plan (cách hiểu): where its words allow more than one figure, each way has a name.

One of each is chosen by the plan's data; the others can be computed beside it. Legal basis: the plan's article;
domain study 0.1, open points 1–4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from tram.core.choices import Choice
from tram.core.errors import Refused


class StepReading(Choice):
    """To which targets the yearly step of 5 points is added (cách hiểu mức tăng thêm)."""

    DOSSIERS_ONLY = "dossiers-only", "Chỉ cộng vào hai tỷ lệ hồ sơ"
    PROCEDURES_TOO = "procedures-too", "Cộng cả vào tỷ lệ thủ tục"


class DossierDenominator(Choice):
    """Of which dossiers the shares received and returned are taken (cách hiểu mẫu số)."""

    ACTIVE_PROCEDURES = (
        "active-procedures",
        "Hồ sơ của thủ tục có phát sinh qua bưu chính trong kỳ",
    )
    LISTED_PROCEDURES = "listed-procedures", "Hồ sơ của thủ tục được thực hiện qua bưu chính"
    ALL = "all", "Mọi hồ sơ của cơ quan"


class OnlineReading(Choice):
    """Whether a dossier handed in online is in the denominator of the share received (cách hiểu hồ sơ trực tuyến)."""

    COUNTED = "counted", "Tính cả hồ sơ nộp trực tuyến"
    NOT_COUNTED = "not-counted", "Không tính hồ sơ nộp trực tuyến"


class DeployedReading(Choice):
    """Which procedures of an agency are deployed (cách hiểu thủ tục đã triển khai)."""

    IN_FORCE = "in-force", "Mọi thủ tục đang có hiệu lực"
    LISTED = "listed", "Thủ tục được thực hiện qua bưu chính"


class ReadingName(Choice):
    """The questions that a plan's words leave open (điểm cần chọn cách hiểu)."""

    STEP = "step", "Mức tăng thêm mỗi năm"
    DENOMINATOR = "denominator", "Mẫu số của hai tỷ lệ hồ sơ"
    ONLINE = "online", "Hồ sơ nộp trực tuyến"
    DEPLOYED = "deployed", "Thủ tục đã triển khai"


OPTIONS: Mapping[ReadingName, type[Choice]] = {
    ReadingName.STEP: StepReading,
    ReadingName.DENOMINATOR: DossierDenominator,
    ReadingName.ONLINE: OnlineReading,
    ReadingName.DEPLOYED: DeployedReading,
}


@dataclass(frozen=True)
class Readings:
    """One way of every question: with it, each figure is one number."""

    step: StepReading = StepReading.DOSSIERS_ONLY
    denominator: DossierDenominator = DossierDenominator.ACTIVE_PROCEDURES
    online: OnlineReading = OnlineReading.COUNTED
    deployed: DeployedReading = DeployedReading.IN_FORCE

    def but(self, **others: str) -> "Readings":
        """The same with some questions answered otherwise; Refused if there is no such way."""
        told: dict[str, Any] = {n: _one(ReadingName(n), w) for n, w in others.items() if w}
        return replace(self, **told)

    def codes(self) -> dict[str, str]:
        """Question → way, as codes: for addresses, JSON and what is frozen."""
        return {f.name: str(getattr(self, f.name).value) for f in fields(self)}


def _one(name: ReadingName, words: str) -> Choice:
    try:
        return OPTIONS[name](words)
    except ValueError:
        known = ", ".join(OPTIONS[name])
        raise Refused(
            "no-such-reading",
            f"«{name.label}» không có cách hiểu «{words}»: hãy chọn một trong {known}.",
        ) from None
