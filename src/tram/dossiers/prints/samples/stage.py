"""Where and when the sample dossier of each regime lives, and what all its papers say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tram.core.calendar import ZONE
from tram.dossiers.prints.paper import PaperLine

PROCEDURE = (
    "Cấp Phiếu lý lịch tư pháp cho công dân Việt Nam, người nước ngoài đang cư trú tại Việt Nam"
)
PORTAL = "https://hoso.example"
PAPERS = (
    PaperLine(
        name="Tờ khai yêu cầu cấp Phiếu lý lịch tư pháp (mẫu số 03/2013/TT-LLTP)", originals=1
    ),
    PaperLine(name="Chứng minh nhân dân hoặc thẻ Căn cước công dân", copies=2),
    PaperLine(name="Văn bản ủy quyền có công chứng", certified=1),
)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where and when a regime's sample dossier lives. `at` is the morning it was received."""

    at: datetime
    superior: str
    issuer: str
    agency: str
    coordinating: str
    locality: str
    address: str

    def hours(self, count: int) -> datetime:
        """So many hours after it was received."""
        return self.at + timedelta(hours=count)

    def days(self, count: int) -> datetime:
        """So many days after it was received, at the close of office hours."""
        return (self.at + timedelta(days=count)).replace(hour=17, minute=0)

    @property
    def code(self) -> str:
        """The number of its dossier."""
        return f"000.00.19.X00-{self.at:%y%m%d}-0001"


STAGES = {
    "one-stop-2018": Stage(
        at=datetime(2019, 12, 2, 8, 5, tzinfo=ZONE),
        superior="Ủy ban nhân dân tỉnh Mẫu",
        issuer="Trung tâm Phục vụ hành chính công",
        agency="Sở Tư pháp",
        coordinating="Công an tỉnh",
        locality="Thành phố Mẫu",
        address="Thôn Trung, xã Mẫu Thượng, huyện Mẫu Giang",
    ),
    "one-stop-2025": Stage(
        at=datetime(2026, 3, 16, 8, 5, tzinfo=ZONE),
        superior="Ủy ban nhân dân xã Mẫu Thượng",
        issuer="Trung tâm Phục vụ hành chính công xã Mẫu Thượng",
        agency="Sở Tư pháp",
        coordinating="Công an tỉnh",
        locality="Mẫu Thượng",
        address="Thôn Trung, xã Mẫu Thượng",
    ),
}


def dossier(stage: Stage) -> dict[str, Any]:
    """What stands on every paper about the dossier."""
    return {
        "dossier_code": stage.code,
        "lookup_url": f"{PORTAL}/theo-doi#TRM-7K2P-94XD",
        "lookup_phone": "0200 3 000 001",
        "content": PROCEDURE,
    }


def letter(stage: Stage) -> dict[str, Any]:
    """What stands on every letter to its owner."""
    return dossier(stage) | {
        "at": stage.hours(1),
        "owner": "Nguyễn Văn Mẫu",
        "address": stage.address,
        "phone": "0900 000 001",
        "email": "mau@example.vn",
        "contact": "Trần Thị Ví Dụ",
        "contact_phone": "0200 3 000 002",
        "website": PORTAL,
        "signer": "Lê Thị Minh Họa",
        "signer_duty": "Người hướng dẫn",
    }
