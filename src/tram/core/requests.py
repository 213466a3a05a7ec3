"""Requests (yêu cầu): the same request twice is done once and answered the same.

`@command` makes a function one transaction that belongs to one request: it claims the request's UUID, runs, and
keeps the answer. Repeated with the same words it answers from memory; the same UUID with other words is refused.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from tram.core import later, prepared
from tram.core.acts import Act, Grade
from tram.core.errors import Refused

P = ParamSpec("P")
R = TypeVar("R", bound=Mapping[str, Any])
# Serialisation, deadlock, a line written meanwhile, a lock not had in time.
RETRIED = {"40001", "40P01", "23505", "55P03"}
TRIES = 3
PLAIN = frozenset({str, int, bool, type(None)})
CLAIM = (
    "INSERT INTO core_request (id, command, body_hash, actor_id, recorded_at) "
    "VALUES (%s, %s, %s, %s, tram_now()) ON CONFLICT (id) DO NOTHING RETURNING recorded_at"
)
ANSWERED = "SELECT body_hash, answer FROM core_request WHERE id = %s"
ANSWER = "UPDATE core_request SET answer = %s WHERE id = %s"


@cache
def _fields(kind: type) -> tuple[str, ...] | None:
    """The names of a dataclass's fields; None of any other kind."""
    if not dataclasses.is_dataclass(kind):
        return None
    return tuple(field.name for field in dataclasses.fields(kind))


def plain(value: Any) -> Any:
    """A value as JSON can carry it, so that equal words make equal bytes."""
    kind: Any = type(value)
    if kind in PLAIN:
        return value
    if (names := _fields(kind)) is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [plain(item) for item in value]
        return sorted(items, key=repr) if isinstance(value, set | frozenset) else items
    return value if isinstance(value, str | int | bool | None) else str(value)


def body_hash(name: str, act: Act, words: Mapping[str, Any]) -> bytes:
    """SHA-256 over what was asked: the command, who asks, and every argument."""
    asked = [name, act.actor.user_id, act.place_id, plain(words)]
    if act.grade is not Grade.SYSTEM:
        asked += [act.grade.value, act.paper, str(act.occurred_at)]
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False, sort_keys=True).encode()).digest()


def _claim(name: str, act: Act, digest: bytes) -> dict[str, Any] | None:
    """Take the request for this transaction; the stored answer if somebody already did."""
    claimed = prepared.rows(CLAIM, [act.request_id, name, digest, act.actor.user_id])
    if claimed:
        act.now = claimed[0][0]
        return None
    ((stored, answer),) = prepared.rows(ANSWERED, [act.request_id])
    if bytes(stored) != digest:
        message = _("Yêu cầu này đã được gửi với nội dung khác. Hãy tải lại trang rồi làm lại.")
        raise Refused("request-reused", message)
    found: dict[str, Any] = json.loads(answer) if isinstance(answer, str) else answer
    return found


def _run(name: str, act: Act, words: Mapping[str, Any], work: Callable[[], R]) -> R:
    digest = body_hash(name, act, words)
    with transaction.atomic():
        act.lines = 0
        answered = _claim(name, act, digest)
        if answered is not None:
            return cast(R, answered)
        later.begin(act)
        answer = work()
        kept = plain(answer)
        prepared.run(ANSWER, [json.dumps(kept), act.request_id])
        return cast(R, kept)


def moved_meanwhile() -> Refused:
    """The refusal for a race that somebody else won."""
    return Refused(
        "moved-meanwhile",
        _("Người khác vừa làm thay đổi việc này. Hãy tải lại trang để xem tình trạng mới nhất."),
    )


def _code(error: DatabaseError) -> str:
    return getattr(error.__cause__, "sqlstate", "") or ""


def command(run: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Act, P], R]:
    """Make `run(act, **words)` a command: one request, one transaction, one answer (a mapping of ids).

    A lost race (serialisation, deadlock, a line written meanwhile) is tried again up to three times, then
    refused with "moved-meanwhile". Called inside another command it is part of that one's request.
    """
    name = f"{run.__module__.split('.')[1]}.{run.__name__}"

    @wraps(run)
    def whole(act: Act, *args: P.args, **kwargs: P.kwargs) -> R:
        if act.now is not None:
            return run(act, *args, **kwargs)
        for attempt in range(TRIES):
            try:
                return _run(name, act, kwargs, lambda: run(act, *args, **kwargs))
            except DatabaseError as error:
                if _code(error) not in RETRIED:
                    raise
                if attempt == TRIES - 1:
                    raise moved_meanwhile() from error
            finally:
                act.now = None
        raise AssertionError("unreachable")

    return cast(Callable[Concatenate[Act, P], R], whole)


def request_uuid(text: str) -> UUID:
    """The client's request id, or a refusal that says to reload."""
    try:
        return UUID(text)
    except ValueError:
        message = _("Biểu mẫu này thiếu mã yêu cầu. Hãy tải lại trang rồi làm lại.")
        raise Refused("request-missing", message) from None
