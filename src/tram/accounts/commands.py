"""The verbs of accounts: people, their passwords and PINs, and the audit of reads.

A password is never an answer, and of what was asked only "***" is remembered: see `Secret`. What also touches
duties (ending a person, who may reset whose password) stands in `directory.commands`.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.db import connection, transaction
from django.utils.translation import gettext as _

from tram.accounts.models import Session, User
from tram.accounts.rules import passwords
from tram.accounts.rules.access import Right, require
from tram.core import clock
from tram.core.acts import Act, Actor, Secret
from tram.core.errors import Refused
from tram.core.queries import is_demo
from tram.core.requests import command
from tram.core.text import clean


def note_read(actor: Actor, *, place_id: int | None, subject: UUID, page: str) -> None:
    """Write down that a member of staff read a person's dossier; a read that cannot be written must fail.

    `subject` is the dossier's id, `page` the name of the route. Domain requirement 61.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_readentry (actor_id, actor_name, place_id, subject, page, at) "
            "VALUES (%s, %s, %s, %s, %s, tram_now())",
            [actor.id, actor.name, place_id, subject, page],
        )


def note_reads(actor: Actor, *, place_id: int | None, subjects: Sequence[UUID], page: str) -> None:
    """The same for a list that shows several persons' dossiers: one line for each of them."""
    if not subjects:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_readentry (actor_id, actor_name, place_id, subject, page, at) "
            "SELECT %s, %s, %s, unnest(%s::uuid[]), %s, tram_now()",
            [actor.id, actor.name, place_id, list(subjects), page],
        )


def one_time_password(request_id: UUID) -> Secret:
    """The password that this request gives a person for their first sign-in: shown once, stored nowhere."""
    return Secret(passwords.one_time(settings.SECRET_KEY.encode(), request_id))


@command
def create_person(
    act: Act, *, username: str, full_name: str, is_demo: bool = False
) -> dict[str, Any]:
    """A new person who can sign in and, without a duty, do nothing (thêm người dùng).

    They sign in first with `one_time_password(act.request_id)` and must then choose their own.
    """
    require(act.actor, Right.MANAGE_ACCOUNTS)
    if is_demo:
        require_demo()
    return {"user": add_person(act, username=username, full_name=full_name, is_demo=is_demo).id}


def add_person(
    act: Act, *, username: str, full_name: str, is_demo: bool = False, origin: UUID | None = None
) -> User:
    """The new row of a person, its words checked; who may add it is asked by the command that calls.

    Where one request adds several, `origin` is what each one's password comes from.
    """
    name, wanted = check_person(username=username, full_name=full_name)
    return User.objects.create(
        username=wanted,
        full_name=name,
        password=make_password(one_time_password(origin or act.request_id).reveal()),
        must_change_password=True,
        is_demo=is_demo,
        created_at=act.recorded,
    )


def check_person(*, username: str, full_name: str) -> tuple[str, str]:
    """The name and the sign-in name as they will be kept; Refused if they cannot be."""
    name, wanted = clean(full_name), username.strip().lower()
    if complaint := passwords.username_weakness(wanted):
        raise Refused("bad-username", complaint)
    if not 2 <= len(name) <= 120:
        raise Refused("bad-name", _("Hãy ghi đủ họ và tên, nhiều nhất 120 ký tự."))
    if User.objects.filter(username=wanted).exists():
        message = _("Tên đăng nhập «{}» đã có người dùng. Hãy chọn tên khác.").format(wanted)
        raise Refused("username-taken", message)
    return name, wanted


def locked(user_id: int) -> User:
    """A person's row, kept by this transaction."""
    user = User.objects.select_for_update(no_key=True).filter(id=user_id).first()
    if user is None:
        raise Refused("no-such-person", _("Không tìm thấy người dùng này."))
    return user


def sign_out_everywhere(user_id: int) -> int:
    """End every sign-in of a person at once; how many there were."""
    return Session.objects.filter(user_id=user_id).delete()[0]


def renew_password(act: Act, *, user: User) -> None:
    """The account's part of a reset: the request's one-time password, no PIN, signed out everywhere."""
    user.password = make_password(one_time_password(act.request_id).reveal())
    user.must_change_password, user.pin = True, ""
    user.save(update_fields=["password", "must_change_password", "pin"])
    sign_out_everywhere(user.id)


def close_account(act: Act, *, user: User) -> None:
    """The account's part of ending a person: no sign-in any more, no PIN, signed out everywhere."""
    user.is_active, user.pin = False, ""
    user.save(update_fields=["is_active", "pin"])
    sign_out_everywhere(user.id)


@command
def change_own_password(act: Act, *, old: Secret, new: Secret) -> dict[str, Any]:
    """One's own new password (đổi mật khẩu); every sign-in of this person ends. OWASP ASVS 5.0, 6.2."""
    user = _oneself(act, old)
    chosen = passwords.normal(new.reveal())
    if chosen == passwords.normal(old.reveal()):
        raise Refused("same-password", _("Mật khẩu mới phải khác mật khẩu đang dùng."))
    found = passwords.weaknesses(chosen, [user.username, user.full_name], common_passwords())
    if found:
        raise Refused("weak-password", " ".join(found))
    user.password, user.must_change_password = make_password(chosen), False
    user.save(update_fields=["password", "must_change_password"])
    sign_out_everywhere(user.id)
    return {"user": user.id}


@command
def set_own_pin(act: Act, *, password: Secret, pin: Secret) -> dict[str, Any]:
    """One's own PIN of 6 to 12 digits (mã PIN ký nhận), with which one signs on the other side's device."""
    user = _oneself(act, password)
    if complaint := passwords.pin_weakness(pin.reveal()):
        raise Refused("weak-pin", complaint)
    user.pin = make_password(pin.reveal())
    user.save(update_fields=["pin"])
    return {"user": user.id}


def _oneself(act: Act, password: Secret) -> User:
    user = locked(act.actor.id)
    if not check_password(passwords.normal(password.reveal()), user.password):
        raise Refused(
            "wrong-password",
            _("Mật khẩu đang dùng không đúng. Hãy nhập lại, để ý phím Caps Lock."),
        )
    return user


@cache
def common_passwords() -> frozenset[str]:
    """The twenty thousand passwords that everybody tries first (Django's list)."""
    return frozenset(CommonPasswordValidator().passwords)


def require_demo() -> None:
    """Refuse unless this database is marked as a demonstration, which only its owner can do."""
    if not is_demo():
        raise Refused("not-a-demonstration", _("Chỉ bản trình diễn mới có người dùng trình diễn."))


@transaction.atomic
def demo_people(people: Mapping[str, str], *, password: Secret, pin: Secret) -> dict[str, int]:
    """Invented people {sign-in name: full name} with one known password and PIN: ids by name; repeatable.

    Only in a demonstration. One hash serves all of them: a hundred tellers need not cost a hundred times argon2.
    """
    require_demo()
    hashed, signs = make_password(passwords.normal(password.reveal())), make_password(pin.reveal())
    rows = [
        User(
            username=username,
            full_name=name,
            password=hashed,
            pin=signs,
            must_change_password=False,
            is_demo=True,
            created_at=clock.now(),
        )
        for username, name in people.items()
    ]
    User.objects.bulk_create(rows, ignore_conflicts=True)
    found = User.objects.filter(username__in=people, is_demo=True)
    return dict(found.values_list("username", "id"))
