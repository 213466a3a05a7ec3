"""People who sign in, their sessions, and the audit of reads."""

from datetime import datetime
from importlib import import_module
from typing import ClassVar, cast

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from tram.core.acts import Actor


class UserManager(BaseUserManager["User"]):
    """Finds people by their sign-in name, whatever the case typed."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in (người dùng); what they may do hangs on dated appointments, never on this row."""

    username = models.CharField("tên đăng nhập", max_length=64, unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    is_active = models.BooleanField("đang dùng", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=True)
    pin = models.CharField("mã PIN ký nhận", max_length=128, blank=True)
    is_demo = models.BooleanField("người của bản trình diễn", default=False)
    created_at = models.DateTimeField("lập lúc")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects: ClassVar[UserManager] = UserManager()

    # What a request needs to know of the person it is served for.
    actor: Actor
    moment: datetime
    places: dict[int, str]

    def __str__(self) -> str:
        return self.full_name


class Session(AbstractBaseSession):
    """A sign-in (phiên làm việc): whose it is, since when, when last seen; ended rows are deleted."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField()

    @classmethod
    def get_session_store_class(cls) -> type:
        engine = import_module(settings.SESSION_ENGINE)
        return cast(type, engine.SessionStore)


class ReadEntry(models.Model):
    """One read of a person's dossier by staff (nhật ký xem hồ sơ); append-only, outlives the user."""

    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    place_id = models.BigIntegerField(null=True)
    subject = models.UUIDField(db_index=True)
    page = models.CharField(max_length=64)
    at = models.DateTimeField()
