"""Writing down who was told of the service: communes, one or many at once; news of the province and the districts.

Legal basis: the plan's task of propaganda, domain requirement 8.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, may, require
from tram.core.acts import Act
from tram.core.calendar import vn_date
from tram.core.errors import Refused
from tram.core.files import Given
from tram.core.requests import command
from tram.core.text import clean
from tram.directory.commands.attachments import attach
from tram.directory.models import Area, Attachment
from tram.programme.commands.evidence import require_past, retire
from tram.programme.models import MediaItem, Outreach
from tram.programme.queries.communes import Commune, informed_by
from tram.programme.rules.registers import MediaKind

STATION = "Đài truyền thanh"
Mine = Mapping[int, Commune]


@dataclass(frozen=True)
class Told:
    """A commune that was told on a day; an empty station is the commune's own."""

    commune_id: int
    on: date
    station: str = ""


@dataclass(frozen=True)
class News:
    """A piece of news as it stood somewhere."""

    outlet: str
    kind: MediaKind
    on: date
    title: str
    reference: str = ""


@command
def record_outreach(
    act: Act,
    *,
    told: Sequence[Told],
    content: str,
    note: str = "",
    evidence: Given | None = None,
) -> dict[str, Any]:
    """Communes were told of the service (ghi tuyên truyền ở xã): all the lines of a form, or none."""
    if not told:
        raise Refused("nothing-told", _("Hãy ghi ngày phát của ít nhất một xã, phường, thị trấn."))
    if not (clean(note) or evidence):
        message = _("Hãy ghi căn cứ (số văn bản, lịch phát sóng) hoặc gửi tệp minh chứng.")
        raise Refused("evidence-missing", message)
    file = attach(act, evidence)
    mine: dict[date, Mine] = {}
    for each in told:
        require_past(act, each.on)
        if each.on not in mine:
            mine[each.on] = {found.id: found for found in informed_by(act.actor, each.on)}
    rows = [
        write_outreach(act, _commune(each, mine[each.on]), each, (content, note), file).pk
        for each in told
    ]
    return {"outreach": rows}


def write_outreach(
    act: Act, commune: Commune, told: Told, words: tuple[str, str], file: Attachment | None
) -> Outreach:
    """The part of a command that writes one commune of theirs; Refused if it stands there already."""
    require_past(act, told.on)
    station = clean(told.station) or f"{STATION} {commune.name[:1].lower()}{commune.name[1:]}"
    if _there(commune.id, told.on, station):
        message = _("{commune} đã có dòng ngày {day} của {station}: hãy bỏ dòng này.")
        words_ = {"commune": commune.label, "day": vn_date(told.on), "station": station}
        raise Refused("told-already", message.format(**words_))
    content, note = words
    return Outreach.objects.create(
        commune_id=commune.id,
        on=told.on,
        station=station,
        content=clean(content),
        note=clean(note),
        evidence=file,
        by_id=act.actor.id,
        at=act.recorded,
    )


def _there(commune_id: int, on: date, station: str) -> bool:
    rows = Outreach.objects.filter(commune=commune_id, on=on, station=station, retired_at=None)
    return rows.exists()


def _commune(told: Told, mine: Mine) -> Commune:
    """The commune as it was on that day, by its code if it has since been renamed; Refused if it is not theirs."""
    found = mine.get(told.commune_id)
    if found is None:
        code = Area.objects.filter(id=told.commune_id).values_list("gso_code", flat=True).first()
        found = next((each for each in mine.values() if each.code == code), None)
    if found is None:
        message = _(
            "Xã, phường, thị trấn này không thuộc phạm vi của bạn hoặc không có vào ngày {}: hãy chọn lại."
        )
        raise Refused("no-such-commune", message.format(vn_date(told.on)))
    return found


@command
def record_media(act: Act, *, news: News, evidence: Given | None = None) -> dict[str, Any]:
    """A piece of news about the service (ghi tin, bài tuyên truyền)."""
    require(act.actor, Right.INFORM_PUBLIC)
    require_past(act, news.on)
    if not (clean(news.reference) or evidence):
        message = _("Hãy ghi địa chỉ trang, số báo, giờ phát sóng, hoặc gửi tệp minh chứng.")
        raise Refused("evidence-missing", message)
    named = {"outlet": clean(news.outlet), "on": news.on, "title": clean(news.title)}
    if MediaItem.objects.filter(**named, retired_at=None).exists():
        message = _("Tin, bài «{}» ngày {} đã có: không cần ghi lại.")
        raise Refused("told-already", message.format(named["title"], vn_date(news.on)))
    row = MediaItem.objects.create(
        **named,
        kind=news.kind,
        reference=clean(news.reference),
        evidence=attach(act, evidence),
        by_id=act.actor.id,
        at=act.recorded,
    )
    return {"media": row.pk}


@command
def retire_outreach(act: Act, *, outreach_id: int, reason: str) -> dict[str, Any]:
    """A row that was written wrong is taken out with a reason (gỡ dòng tuyên truyền)."""
    row = Outreach.objects.select_for_update(no_key=True).filter(id=outreach_id).first()
    if row is None:
        raise Refused("no-such-row", _("Không tìm thấy dòng tuyên truyền này."))
    mine = {commune.id for commune in informed_by(act.actor, row.on)}
    if row.commune_id not in mine:
        require(act.actor, Right.INFORM_PUBLIC, ())
    retire(act, row, reason)
    return {"outreach": outreach_id}


@command
def retire_media(act: Act, *, media_id: int, reason: str) -> dict[str, Any]:
    """A piece of news that was written wrong is taken out by who wrote it or the standing agency (gỡ tin, bài)."""
    row = MediaItem.objects.select_for_update(no_key=True).filter(id=media_id).first()
    if row is None:
        raise Refused("no-such-row", _("Không tìm thấy tin, bài này."))
    if row.by_id != act.actor.id and not may(act.actor, Right.MANAGE_PLAN):
        raise Refused(
            "not-yours", _("Chỉ người đã ghi hoặc cơ quan thường trực gỡ được tin, bài này.")
        )
    require(act.actor, Right.INFORM_PUBLIC)
    retire(act, row, reason)
    return {"media": media_id}
