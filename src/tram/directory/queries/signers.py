"""The other person's signature on this device, by the PIN only they know."""

from dataclasses import dataclass

from django.contrib.auth.hashers import check_password

from tram.accounts.models import User
from tram.core.acts import Actor, Secret
from tram.core.errors import Refused
from tram.directory.queries import actor_of


@dataclass(frozen=True)
class Pin:
    """The other side's signature on this device: who, and the PIN only they know."""

    username: str
    pin: Secret


def signer(by: Pin) -> Actor:
    """The person whose PIN this is, with today's duties; Refused (never saying which part is wrong)."""
    user = User.objects.filter(username=by.username.strip().lower(), is_active=True).first()
    if user is None or not user.pin or not check_password(by.pin.reveal(), user.pin):
        raise Refused(
            "wrong-pin",
            "Tên đăng nhập hoặc mã PIN không đúng. Người ký hãy nhập lại mã PIN của mình.",
        )
    return actor_of(user.id, user.full_name)
