"""What waits for a person, in a few words for the cards of their workplace."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, may
from tram.core.acts import Actor
from tram.custody.queries.deliveries import carried
from tram.custody.queries.desk_queues import DeskQueue, counts
from tram.custody.queries.holders import SIDES, own_holders
from tram.custody.queries.manifests import waiting_for
from tram.custody.queries.pick_ups import board
from tram.custody.rules.counter import PickUpState
from tram.dossiers.queries.apologies import waiting as waiting_apologies
from tram.dossiers.queries.reach import below, held
from tram.web.access import actor, place


def waiting(request: HttpRequest) -> dict[str, str]:
    """What waits, by the name of the page where it is done; nothing for what has nothing waiting."""
    return {page: words.format(count) for page, count, words in _counts(request) if count}


def _counts(request: HttpRequest) -> Iterator[tuple[str, int, str]]:
    who, desk = actor(request), place(request, Right.ACCEPT)
    if any(may(who, right) for right in SIDES):
        lists = waiting_for(own_holders(who, place(request)))
        yield "manifests", len(lists), _("{} bảng kê chờ bạn kiểm đếm và ký nhận")
    if desk is not None:
        yield "desk", counts(desk)[DeskQueue.TO_ACCEPT], _("{} hồ sơ chờ tiếp nhận")
    if may(who, Right.DELIVER):
        yield "deliveries", len(carried(who)), _("{} kết quả bạn đang mang đi phát")
    yield from _pick_ups(who)
    if may(who, Right.APOLOGISE):
        units = below(held(who, Right.APOLOGISE))
        yield "apologies", len(waiting_apologies(units)), _("{} phiếu xin lỗi chờ bạn ký")


def _pick_ups(who: Actor) -> Iterator[tuple[str, int, str]]:
    """Where this person is waited for; else, for a teller, the requests that nobody was sent for."""
    if not may(who, Right.COLLECT):
        return
    calls = board(who)
    if mine := sum(call.mine for call in calls):
        yield "pick_ups", mine, _("{} nơi chờ bạn tới lấy hồ sơ")
    elif may(who, Right.TAKE_IN):
        unsent = sum(call.state == PickUpState.OPEN for call in calls)
        yield "pick_ups", unsent, _("{} yêu cầu chờ giao người đi lấy")
