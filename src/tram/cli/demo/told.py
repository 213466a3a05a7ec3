"""Outreach, news, figures of 2018, told months and the post's plan of 2020 in the demonstration: all invented.

Nine communes in ten were told; the figures say of themselves that they are for the demonstration.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Role
from tram.cli.demo.registers import Registers, sample
from tram.core.files import Given
from tram.directory.models import Unit
from tram.programme.commands.baselines import Figure, record_baseline
from tram.programme.commands.means import YearPlan, record_means
from tram.programme.commands.outreach import News, Told, record_media, record_outreach
from tram.programme.imports.sheets import apply_sheet, keep_sheet
from tram.programme.models import Outreach
from tram.programme.queries.communes import communes_on
from tram.programme.queries.members import members
from tram.programme.rules.indicators import Group, Indicator
from tram.programme.rules.registers import (
    FigureGrade,
    MeansSubject,
    MediaKind,
    RegisterSheetKind,
)

FIRST = date(2019, 10, 7)
ENTERED = date(2019, 11, 27)
INVENTED = "Số liệu trình diễn, không phải số thật"
NEWS = (
    ("Báo Mẫu", MediaKind.NEWSPAPER, "Nhận kết quả hành chính tại nhà qua bưu điện"),
    ("Đài Phát thanh – Truyền hình Mẫu", MediaKind.TELEVISION, "Hỏi đáp: gửi hồ sơ qua bưu điện"),
    ("Cổng thông tin Mẫu", MediaKind.PORTAL, "Danh sách thủ tục gửi được qua bưu điện"),
    ("Đài truyền thanh huyện Mẫu", MediaKind.DISTRICT_STATION, "Bưu tá nhận hồ sơ tại nhà"),
)
PLANNED = (
    (MeansSubject.PEOPLE, 12, 0),
    (MeansSubject.COMPUTER, 20, 300_000_000),
    (MeansSubject.SCANNER, 15, 120_000_000),
    (MeansSubject.TRAINING, 4, 80_000_000),
)
UNCONNECTED = "ban-dan-toc"
COUNTS = (("08/2019", 14, 2, 12, 5), ("09/2019", 17, 3, 15, 6))


def tell(registers: Registers) -> None:
    """Everything, once."""
    if Outreach.objects.exists():
        return
    _inform(registers)
    _publish_news(registers)
    _look_back(registers)
    _report_months(registers)
    _plan_year(registers)


def _inform(registers: Registers) -> None:
    """One district a week; every eleventh commune was not told."""
    communes: dict[str, list[int]] = {}
    for number, each in enumerate(communes_on(FIRST)):
        if number % 11 != 10:
            communes.setdefault(each.district, []).append(each.id)
    with sample("Lịch phát sóng của đài truyền thanh", "lich-phat-song-ban-mau.pdf") as file:
        _inform_districts(registers, communes, file)


def _inform_districts(
    registers: Registers, communes: Mapping[str, list[int]], file: Given
) -> None:
    for number, (district, ids) in enumerate(communes.items()):
        day = FIRST + timedelta(days=5 * number)
        with registers.on(day + timedelta(days=1)):
            record_outreach(
                registers.act(Role.STANDING_AGENCY),
                told=[Told(commune, day) for commune in ids],
                content="Giới thiệu dịch vụ gửi hồ sơ, nhận kết quả qua bưu điện",
                note=f"Lịch phát sóng {district}, tuần {day:%d/%m/%Y} (trình diễn)",
                evidence=file,
            )


def _publish_news(registers: Registers) -> None:
    for number, (outlet, kind, title) in enumerate(NEWS):
        day = date(2019, 9, 10) + timedelta(days=19 * number)
        news = News(outlet, kind, day, title, f"Số {100 + number} (trình diễn)")
        with registers.on(day + timedelta(days=1)):
            record_media(registers.act(Role.STANDING_AGENCY), news=news)


def _look_back(registers: Registers) -> None:
    """What the agencies of group A had reached in 2018."""
    shares = (Indicator.RECEIVED_BY_POST, Indicator.RETURNED_BY_POST)
    with registers.on(ENTERED):
        for unit in members(ENTERED):
            if unit.group is not Group.A:
                continue
            whole = registers.rng.randrange(20, 60) * 100
            for indicator, percent in zip(shares, (16, 38), strict=True):
                part = whole * (percent + registers.rng.randrange(-3, 4)) // 100
                words = (unit.id, indicator, 2018, part, whole, INVENTED, FigureGrade.REPORTED)
                record_baseline(registers.act(Role.STANDING_AGENCY), figure=Figure(*words))


def _report_months(registers: Registers) -> None:
    """Two months of an agency whose software is not connected."""
    name = Unit.objects.get(slug=UNCONNECTED).name
    columns = ("month", "received", "received_by_post", "returned", "returned_by_post")
    lines = [
        _line(number, {"unit": name} | dict(zip(columns, map(str, counts), strict=True)))
        for number, counts in enumerate(COUNTS, 2)
    ]
    with registers.on(ENTERED):
        kept = keep_sheet(
            registers.act(Role.STANDING_AGENCY),
            kind=RegisterSheetKind.MONTHS,
            name="so-lieu-trinh-dien.xlsx",
            sha256="0" * 64,
            reason="",
            lines=lines,
        )
        apply_sheet(registers.act(Role.STANDING_AGENCY), sheet_id=UUID(kept["sheet"]))


def _line(number: int, cells: Mapping[str, str]) -> dict[str, Any]:
    return {"line": number, "cells": dict(cells), "outcome": "new"}


def _plan_year(registers: Registers) -> None:
    """What the provincial post plans for 2020."""
    post = Unit.objects.filter(kind="provincial-post").order_by("id")[0]
    with registers.on(ENTERED):
        for subject, count, vnd in PLANNED:
            source = "Kinh phí bưu điện (trình diễn)" if vnd else ""
            plan = YearPlan(2020, post.id, subject, count, vnd, source)
            record_means(registers.act(Role.POST_MANAGER), plan=plan)
