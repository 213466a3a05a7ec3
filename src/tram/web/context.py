"""What every template may use: is this a demonstration, who is signed in, where they can go."""

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from tram.accounts.models import User
from tram.accounts.rules.access import Right, Role, may
from tram.core.acts import Actor
from tram.core.queries import is_demo
from tram.custody.queries.unanswered import unanswered
from tram.dossiers.queries.messages import unread
from tram.web.access import actor, place
from tram.web.quick import address

MENU: list[tuple[str, list[tuple[str, str, tuple[Right, ...]]]]] = [
    (
        "Nhận hồ sơ",
        [
            ("intake", "Nhận hồ sơ", (Right.TAKE_IN,)),
            ("intakes", "Hồ sơ đã nhận", (Right.TAKE_IN,)),
            ("pick_ups", "Lấy hồ sơ tại nhà", (Right.TAKE_IN, Right.COLLECT)),
            ("desk", "Bộ phận một cửa", (Right.ACCEPT,)),
            ("cases", "Hồ sơ cần giải quyết", (Right.SETTLE,)),
            ("apologies", "Phiếu xin lỗi chờ ký", (Right.APOLOGISE,)),
        ],
    ),
    (
        "Giao nhận",
        [
            (
                "manifests",
                "Giao nhận",
                (Right.HAND_OVER_POST, Right.RECEIVE_AT_DESK, Right.SETTLE),
            ),
            ("numbers", "Số hiệu bưu gửi", (Right.MANAGE_POST, Right.TAKE_IN)),
            ("interceptions", "Cần giữ lại, trả lại", (Right.READ_POSTAL,)),
            ("differences", "Sai lệch giao nhận", (Right.MANAGE_POST,)),
        ],
    ),
    (
        "Phát kết quả",
        [
            ("deliveries", "Phát kết quả", (Right.DELIVER,)),
            ("run_sheets", "Bảng kê phát", (Right.GIVE_AT_POINT,)),
            ("held_things", "Giữ tại điểm", (Right.GIVE_AT_POINT,)),
            (
                "by_receipt",
                "Lời khách về việc phát",
                (Right.GIVE_AT_POINT, Right.RECEIVE_AT_DESK, Right.HANDLE_INCIDENT),
            ),
            ("disputes", "Phản ánh việc phát", (Right.HANDLE_INCIDENT,)),
        ],
    ),
    (
        "Tra cứu",
        [
            ("dossiers", "Tìm hồ sơ", (Right.READ_DOSSIER, Right.READ_POSTAL)),
            ("register", "Sổ theo dõi hồ sơ", (Right.READ_DOSSIER,)),
            ("lateness", "Tổng hợp trễ hẹn", (Right.READ_LATENESS,)),
            (
                "blank_forms",
                "Mẫu in sẵn khi mất mạng",
                (Right.TAKE_IN, Right.HAND_OVER_POST, Right.RECEIVE_AT_DESK),
            ),
        ],
    ),
    (
        "Chất lượng",
        [
            ("quality", "Chất lượng bưu chính", (Right.READ_QUALITY,)),
            (
                "silence",
                "Bưu gửi chậm luân chuyển",
                (Right.HANDLE_INCIDENT, Right.APPROVE, Right.READ_QUALITY),
            ),
            ("incidents", "Sự cố bưu gửi", (Right.HANDLE_INCIDENT,)),
            ("counter_refusals", "Từ chối tại quầy", (Right.MANAGE_POST,)),
            ("unsigned_vouchers", "Phiếu gửi chưa ký", (Right.MANAGE_POST,)),
        ],
    ),
    (
        "Tiền",
        [
            ("my_cash", "Quỹ của tôi", (Right.TAKE_IN, Right.DELIVER, Right.COLLECT)),
            ("funds", "Quỹ tiền mặt", (Right.MANAGE_CASH,)),
            ("fees_owed", "Phí, lệ phí phải nộp", (Right.READ_MONEY,)),
            ("remittances", "Nộp phí cho cơ quan", (Right.READ_MONEY,)),
            ("money_differences", "Sai lệch đối soát", (Right.READ_MONEY,)),
            ("bank_list", "Sao kê ngân hàng", (Right.MANAGE_CASH,)),
            ("refunds", "Trả lại tiền", (Right.APPROVE_REFUND,)),
            ("overrides", "Thu vượt bảng giá", (Right.MANAGE_POST,)),
            ("receipt_books", "Quyển biên lai", (Right.MANAGE_POST,)),
            ("tariffs", "Bảng giá cước", (Right.MANAGE_TARIFF,)),
        ],
    ),
    (
        "Kế hoạch",
        [
            ("plan_board", "Bảng theo dõi kế hoạch", (Right.READ_PLAN,)),
            ("plan_data", "Chất lượng dữ liệu", (Right.READ_PLAN,)),
            ("outreach", "Tuyên truyền dịch vụ", (Right.READ_PLAN, Right.INFORM_PUBLIC)),
            ("agency_reports", "Báo cáo năm của đơn vị", (Right.READ_PLAN,)),
            ("reported_months", "Số liệu đơn vị khai", (Right.READ_PLAN,)),
            ("post_year_plan", "Phương tiện bưu điện", (Right.READ_PLAN,)),
            ("plan_snapshots", "Bản chốt số liệu", (Right.READ_PLAN,)),
            ("agreements", "Thỏa thuận hợp tác", (Right.READ_PLAN,)),
            (
                "qualified_points",
                "Điểm đủ điều kiện",
                (Right.READ_PLAN, Right.QUALIFY_POINTS),
            ),
            (
                "training",
                "Tập huấn giao dịch viên",
                (Right.TRAIN_TELLERS, Right.MANAGE_PLAN),
            ),
            (
                "procedure_lists",
                "Danh mục qua bưu chính",
                (Right.MANAGE_CATALOGUE, Right.MANAGE_PLAN),
            ),
        ],
    ),
    (
        "Danh mục",
        [
            ("post_points", "Điểm và nhân viên bưu chính", (Right.MANAGE_POST,)),
            ("catalogue", "Danh mục thủ tục", (Right.MANAGE_CATALOGUE,)),
            ("people", "Người dùng", (Right.MANAGE_ACCOUNTS,)),
            ("calendar", "Lịch làm việc", (Right.MANAGE_CALENDAR,)),
            ("units", "Đơn vị", (Right.MANAGE_DIRECTORY,)),
        ],
    ),
]
"""The entries of the staff menu by the kind of work, each with the rights that open it."""
FEW = 7
"""So many entries need no headings."""


@dataclass(frozen=True)
class Workplace:
    """One entry of the staff menu; `current` says "page" on its own page, "true" on a page below it."""

    label: str
    url: str
    current: str
    waiting: int = 0
    group: str = ""


COUNTED = ("silence", "differences")
"""The entries that tell how many alarms nobody has answered."""


def workplaces(request: HttpRequest) -> list[Workplace]:
    """The menu of the signed-in person: only what a duty opens."""
    who = actor(request)
    mine = [
        (name, label, group)
        for group, entries in MENU
        for name, label, rights in entries
        if any(may(who, right) for right in rights)
    ]
    waits = _waiting(who, {name for name, *_words in mine})
    headed = len(mine) > FEW
    urls = [address(name) for name, *_words in mine]
    here = max(filter(request.path.startswith, urls), key=len, default="")
    on = "page" if here == request.path else "true"
    return [
        Workplace(
            _(label),
            url,
            on if url == here else "",
            waits.get(name, 0),
            _(group) if headed else "",
        )
        for (name, label, group), url in zip(mine, urls, strict=True)
    ]


def _waiting(who: Actor, names: set[str]) -> dict[str, int]:
    """The numbers of the menu; of who has none of these entries nothing is counted."""
    if names.isdisjoint(COUNTED):
        return {}
    found = unanswered(who)
    return {"silence": found.silent, "differences": found.differences}


@dataclass(frozen=True)
class SignedIn:
    """The person in the header: name, the duty they are on, the unit."""

    name: str
    duty: str
    unit: str


def signed_in(request: HttpRequest) -> SignedIn | None:
    """Who is signed in and where they work now."""
    who = actor(request)
    if who.user_id is None:
        return None
    here = place(request)
    duty = next((duty for duty in who.duties if duty.unit_id == here), None)
    if duty is None:
        return SignedIn(who.name, "", "")
    return SignedIn(who.name, Role(duty.role).label, cast(User, request.user).places[duty.unit_id])


@dataclass(frozen=True)
class Bell:
    """The way to the inbox, with how many warnings nobody has read."""

    count: int


def bell(request: HttpRequest) -> Bell | None:
    """The bell of who can be warned; nobody else is asked for, and nothing is counted for them."""
    who = actor(request)
    return Bell(unread(who)) if may(who, Right.READ_WARNINGS) else None


_is_demo_once = cache(is_demo)
"""A server's database does not become a demonstration while it runs."""


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Context for all templates; looked up only where a template asks."""
    return {
        "demo": SimpleLazyObject(_is_demo_once if settings.SERVING else is_demo),
        "signed_in": SimpleLazyObject(lambda: signed_in(request)),
        "bell": SimpleLazyObject(lambda: bell(request)),
        "workplaces": SimpleLazyObject(lambda: workplaces(request)),
    }
