"""How often a neighbourhood may ask: enough for people, too little for guessing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings

from tests import cast
from tests.cast import MONDAY, Cast
from tests.web.test_portal_tracking import look_up, unknown_code
from tram.core.buckets import Limit, take

SECOND = timedelta(seconds=1)
THREE = Limit(3, 10 * SECOND)
HOME, NEXT_DOOR, ABROAD = "198.51.100.7", "198.51.100.200", "203.0.113.7"


def from_(client: Client, address: str, **headers: str) -> HttpResponse:
    return look_up(client, unknown_code(), REMOTE_ADDR=address, **headers)


@override_settings(TRACKING_LOOKUPS=2, TRACKING_SECONDS=30)
def test_the_third_look_up_is_asked_to_wait_and_answered_a_minute_later(
    client: Client, who: Cast
) -> None:
    assert [from_(client, HOME).status_code for _ in range(3)] == [404, 404, 429]
    refused = from_(client, HOME)
    assert refused.headers["Retry-After"] == "60"
    assert "Vừa có quá nhiều lượt tra cứu" in refused.content.decode()
    cast.at(MONDAY + 60 * SECOND)
    assert from_(client, HOME).status_code == 404


@override_settings(TRACKING_LOOKUPS=1)
def test_moving_next_door_helps_nobody_and_hurts_nobody_abroad(client: Client, who: Cast) -> None:
    assert from_(client, HOME).status_code == 404
    assert from_(client, NEXT_DOOR).status_code == 429
    assert from_(client, ABROAD).status_code == 404
    assert from_(client, "2001:db8:1:2::1").status_code == 404
    assert from_(client, "2001:db8:1:ffff::9").status_code == 429


@override_settings(TRACKING_LOOKUPS=1)
def test_a_forged_header_gives_no_new_bucket(client: Client, who: Cast) -> None:
    assert from_(client, HOME).status_code == 404
    assert from_(client, HOME, HTTP_X_FORWARDED_FOR=ABROAD).status_code == 429


@override_settings(TRACKING_LOOKUPS=1, PROXIES=1)
def test_behind_our_own_proxy_the_client_counts_and_not_the_proxy(
    client: Client, who: Cast
) -> None:
    proxy = "10.0.0.1"
    assert from_(client, proxy, HTTP_X_FORWARDED_FOR=HOME).status_code == 404
    assert from_(client, proxy, HTTP_X_FORWARDED_FOR=f"9.9.9.9, {HOME}").status_code == 429
    assert from_(client, proxy, HTTP_X_FORWARDED_FOR=ABROAD).status_code == 404


@override_settings(TRACKING_LOOKUPS=1)
def test_a_slip_of_the_finger_costs_nothing(client: Client, who: Cast) -> None:
    assert {look_up(client, "SQ5J").status_code for _ in range(3)} == {422}
    assert look_up(client, unknown_code()).status_code == 404


def test_a_bucket_fills_one_by_one_and_never_over(who: Cast) -> None:
    assert [take("test", HOME, THREE) for _ in range(4)] == [True, True, True, False]
    cast.at(MONDAY + 10 * SECOND)
    assert [take("test", HOME, THREE) for _ in range(2)] == [True, False]
    cast.at(MONDAY + 999 * SECOND)
    assert [take("test", HOME, THREE) for _ in range(4)] == [True, True, True, False]


def test_no_address_is_kept_and_full_buckets_are_forgotten(who: Cast) -> None:
    for caller in (HOME, NEXT_DOOR):
        take("test", caller, THREE)
    cast.at(MONDAY + 60 * SECOND)
    take("test", ABROAD, THREE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT caller FROM core_bucket")
        kept = [row[0] for row in cursor.fetchall()]
    assert len(kept) == 1
    assert not any(address in kept[0] for address in (HOME, NEXT_DOOR, ABROAD))


def test_taking_waits_for_no_disk(who: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'core_bucket'")
        assert cursor.fetchone()[0] == "u"


@pytest.mark.django_db(transaction=False)
def test_eight_askers_at_once_get_no_more_than_there_is(own_database: str) -> None:
    slow = Limit(20, timedelta(days=1))

    def ask(_asker: int) -> int:
        try:
            return sum(take("test", HOME, slow) for _time in range(5))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as askers:
        assert sum(askers.map(ask, range(8))) == 20


def test_the_table_is_what_the_model_says(db: None) -> None:
    call_command("makemigrations", "core", check=True, dry_run=True, verbosity=0)
