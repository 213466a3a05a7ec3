"""Communes told of the service: written by those who speak for them, counted once, taken out with a reason."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from tests import cast
from tests.cast import Cast, act
from tests.programme.registers import a_scan, communes_of, reporter, standing
from tram.accounts.rules.access import Role
from tram.core.errors import Refused
from tram.core.files import content
from tram.directory.models import Unit
from tram.programme.commands.outreach import (
    News,
    Told,
    record_media,
    record_outreach,
    retire_media,
    retire_outreach,
)
from tram.programme.models import MediaItem, Outreach
from tram.programme.queries.communes import communes_on, informed_by
from tram.programme.queries.outreach import communes_informed, media_rows
from tram.programme.rules.registers import MediaKind

DAY = date(2019, 10, 15)
YEAR = (date(2019, 1, 1), date(2019, 12, 31))


@pytest.mark.law("8d")
def test_the_share_of_communes_told_names_those_not_yet(who: Cast) -> None:
    assert not communes_informed(*YEAR).done
    told = [Told(area.id, DAY) for area in communes_of("Huyện Tam Đảo")]
    record_outreach(act(standing()), told=told, content="Giới thiệu dịch vụ", note="Lịch phát 10")
    found = communes_informed(*YEAR)
    assert len(found.rows) == len(communes_on(YEAR[1])) > 100
    assert {row.district for row in found.done} == {"Huyện Tam Đảo"}
    assert len(found.done) == len(told)
    assert len(found.missing) == len(found.rows) - len(told)
    assert not communes_informed(date(2019, 1, 1), date(2019, 10, 14)).done, "not before its day"
    assert not communes_informed(date(2020, 1, 1), date(2020, 12, 31)).done, "not in another year"


def test_a_commune_told_twice_counts_once(who: Cast) -> None:
    area = communes_of("Huyện Tam Đảo")[0]
    for day in (DAY, date(2019, 10, 16)):
        record_outreach(act(standing()), told=[Told(area.id, day)], content="Tin", note="Sổ đài")
    (row,) = communes_informed(*YEAR).done
    assert (row.times, row.first_on, row.last_on) == (2, DAY, date(2019, 10, 16))
    station = Outreach.objects.first()
    assert station
    assert station.station == f"Đài truyền thanh {area.name[:1].lower()}{area.name[1:]}"
    with pytest.raises(Refused, match=r"đã có dòng ngày 15/10/2019"):
        record_outreach(act(standing()), told=[Told(area.id, DAY)], content="Tin", note="Sổ đài")


@pytest.mark.law("8c")
def test_one_bad_commune_and_none_of_the_form_is_written(who: Cast) -> None:
    good, other = communes_of("Huyện Tam Đảo")[0], communes_of("Huyện Sông Lô")[0]
    told = [Told(good.id, DAY), Told(other.id, DAY)]
    with pytest.raises(Refused, match="phạm vi của bạn"):
        record_outreach(act(reporter()), told=told, content="Tin", note="Sổ đài")
    assert not Outreach.objects.exists()
    tomorrow = [Told(good.id, date(2019, 11, 5))]
    with pytest.raises(Refused, match="05/11/2019 chưa tới"):
        record_outreach(act(standing()), told=tomorrow, content="Tin", note="Sổ đài")
    with pytest.raises(Refused, match="căn cứ"):
        record_outreach(act(standing()), told=[Told(good.id, DAY)], content="Tin")
    with pytest.raises(Refused, match="ít nhất một xã"):
        record_outreach(act(standing()), told=[], content="Tin", note="Sổ đài")


@pytest.mark.law("61b")
def test_each_speaks_for_the_communes_they_have(who: Cast) -> None:
    def names(user: object) -> set[str]:
        return {each.district for each in informed_by(act(user).actor, DAY)}  # type: ignore[arg-type]

    assert len(names(standing())) == 9
    assert len(names(cast.manager())) == 9
    assert names(reporter()) == {"Huyện Tam Đảo"}
    assert not names(reporter("so-tu-phap", "bc.hai")), "a department has no communes"
    assert not names(who.teller)
    post = Unit.objects.filter(kind="district-post").order_by("slug")[0]
    (own,) = names(cast.person("ql.ba", "Quản Lý Ba", Role.POST_MANAGER, post))
    assert own.split()[-1] in post.name


@pytest.mark.law("8c")
def test_evidence_is_kept_and_the_same_request_writes_once(
    who: Cast, files_folder: object
) -> None:
    area, request = communes_of("Huyện Tam Đảo")[0], uuid4()
    for _again in range(2):
        with a_scan() as given:
            record_outreach(
                act(standing(), request_id=request),
                told=[Told(area.id, DAY)],
                content="Tin",
                evidence=given,
            )
    row = Outreach.objects.select_related("evidence").get()
    assert row.evidence
    assert content(row.evidence.sha256).startswith(b"%PDF")


def test_a_wrong_row_is_taken_out_with_a_reason_and_no_longer_counts(who: Cast) -> None:
    area = communes_of("Huyện Tam Đảo")[0]
    words: dict[str, Any] = {"content": "Tin", "note": "Sổ đài"}
    record_outreach(act(standing()), told=[Told(area.id, DAY)], **words)
    row = Outreach.objects.get()
    stranger = reporter("ubnd-h-song-lo", "bc.hai")
    with pytest.raises(Refused, match="không được phân công"):
        retire_outreach(act(stranger), outreach_id=row.pk, reason="ghi nhầm xã")
    with pytest.raises(Refused, match="lý do"):
        retire_outreach(act(reporter()), outreach_id=row.pk, reason="a")
    retire_outreach(act(reporter()), outreach_id=row.pk, reason="ghi nhầm xã")
    assert not communes_informed(*YEAR).done
    with pytest.raises(Refused, match="đã được gỡ"):
        retire_outreach(act(reporter()), outreach_id=row.pk, reason="ghi nhầm xã")
    record_outreach(act(standing()), told=[Told(area.id, DAY)], **words)
    assert len(communes_informed(*YEAR).done) == 1


def test_news_needs_a_reference_or_a_file_and_stands_once(who: Cast) -> None:
    news = News("Báo Mẫu", MediaKind.NEWSPAPER, DAY, "Gửi hồ sơ qua bưu điện")
    with pytest.raises(Refused, match="số báo"):
        record_media(act(standing()), news=news)
    news = News(*(news.outlet, news.kind, news.on, news.title), "Số 1, trang 3")
    record_media(act(reporter()), news=news)
    with pytest.raises(Refused, match="đã có"):
        record_media(act(standing()), news=news)
    with pytest.raises(Refused, match="không được phân công"):
        record_media(act(who.teller), news=news)
    (row,) = media_rows(*YEAR)
    assert (row.kind, row.link) == (MediaKind.NEWSPAPER, "")
    with pytest.raises(Refused, match="Chỉ người đã ghi"):
        retire_media(act(cast.manager()), media_id=row.id, reason="trùng tin khác")
    retire_media(act(standing()), media_id=row.id, reason="trùng tin khác")
    assert not media_rows(*YEAR)
    assert MediaItem.objects.count() == 1


@pytest.mark.law("8d")
def test_a_commune_that_became_another_was_told_and_is_not_asked_twice(who: Cast) -> None:
    (old,) = (area for area in communes_of("Huyện Tam Đảo") if "Hợp Châu" in area.name)
    record_outreach(act(standing()), told=[Told(old.id, DAY)], content="Tin", note="Sổ đài")
    later = communes_informed(date(2019, 1, 1), date(2020, 12, 31))
    (row,) = later.done
    assert (row.name, row.id != old.id) == ("Thị trấn Hợp Châu", True)
    cast.at(datetime(2021, 1, 4, 2, tzinfo=UTC))
    when = date(2019, 12, 2)
    record_outreach(act(standing()), told=[Told(row.id, when)], content="Tin", note="Sổ đài")
    assert Outreach.objects.filter(commune=old, on=when).exists(), "as it was on that day"
