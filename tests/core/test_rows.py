"""Rows of several tables by one statement, and rows locked in one order."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tram.cash.models import Quotation, Tariff
from tram.core import rows
from tram.core.models import Bucket, Counter

AT = datetime(2019, 11, 4, 8, 30, tzinfo=UTC)


def counter(series: str, last: int = 1) -> Counter:
    return Counter(series=series, day=date(2019, 11, 4), last=last)


def test_rows_of_several_tables_are_one_statement(db: None) -> None:
    with CaptureQueriesContext(connection) as seen:
        rows.add(counter("a"), counter("b", 2), Bucket(caller="Mẫu", full_at=AT))
    assert len(seen) == 1
    assert dict(Counter.objects.values_list("series", "last")) == {"a": 1, "b": 2}
    assert Bucket.objects.get().full_at == AT


def test_no_rows_are_no_statement(db: None) -> None:
    with CaptureQueriesContext(connection) as seen:
        rows.add()
    assert len(seen) == 0


def test_one_bad_row_lets_none_in(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.add(counter("a"), Bucket(caller="Mẫu", full_at=AT), counter("a"))
    assert not Counter.objects.exists()
    assert not Bucket.objects.exists()


def test_a_row_that_was_added_is_changed_and_not_added_again(db: None) -> None:
    bucket = Bucket(caller="Mẫu", full_at=AT)
    rows.add(bucket)
    bucket.full_at = AT.replace(hour=9)
    bucket.save()
    assert Bucket.objects.get().full_at.hour == 9


def test_json_goes_in_and_comes_back_as_it_was(db: None) -> None:
    tariff = Tariff(code="mau", name="Mẫu", source="Mẫu", valid_from=date(2019, 1, 1), notes={})
    tariff.notes = {"dòng": ["Bì số 1", 2]}
    rows.add(tariff)
    kept = Tariff.objects.get(code="mau")
    assert kept.notes == tariff.notes
    assert rows.by_id(Tariff, [kept.id])[kept.id].notes == tariff.notes


def test_rows_are_locked_in_the_order_of_their_ids(db: None) -> None:
    tariff = Tariff.objects.create(
        code="mau", name="Mẫu", source="Mẫu", valid_from=date(2019, 1, 1)
    )
    low, high = sorted((uuid4(), uuid4()))
    for ident in (high, low):
        rows.add(
            Quotation(
                subject=ident,
                at=AT,
                tariff_id=tariff.id,
                zone="Mẫu",
                grams=1,
                exemption="none",
                lines=[],
                total_vnd=0,
            )
        )
    with CaptureQueriesContext(connection) as seen:
        found = rows.lock(Quotation, [high, low, uuid4()])
    assert list(found) == [low, high]
    assert "FOR NO KEY UPDATE" in seen[0]["sql"]


def test_a_row_is_locked_with_those_it_points_at(db: None) -> None:
    tariff = Tariff.objects.create(code="mau", name="Mẫu", source="Mẫu", valid_from="2019-01-01")
    subject = uuid4()
    rows.add(
        Quotation(
            subject=subject,
            at=AT,
            tariff=tariff,
            zone="z",
            grams=1,
            exemption="none",
            lines=[],
            total_vnd=5,
        )
    )
    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        found = rows.lock_with(Quotation, subject, ["tariff"])
        assert found
        assert (found.total_vnd, found.tariff.code) == (5, "mau")
        assert rows.lock_with(Quotation, uuid4(), ["tariff"]) is None
    assert len(seen) == 2
    assert all("FOR NO KEY UPDATE OF it" in query["sql"] for query in seen)
