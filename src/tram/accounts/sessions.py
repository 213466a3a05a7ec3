"""Sessions with a person and a beginning: idle and absolute limits, and "sign this person out everywhere"."""

from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from tram.accounts.models import Session
from tram.core import prepared

LIVE = "SELECT session_data FROM accounts_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    """Django's database sessions on our table."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing if there is no such session, or none any more."""
        for (found,) in prepared.rows(LIVE, [self.session_key, timezone.now()]):
            return self.decode(found)
        self._session_key = None
        return {}

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        instance = cast(Session, super().create_model_instance(data))
        person = data.get(SESSION_KEY)
        instance.user_id = int(person) if person else None
        instance.started_at = self.started_at()
        return instance

    def cycle_key(self) -> None:
        """Signing in, or choosing a new password, begins anew: both limits count from here."""
        self.pop("started_at", None)
        self.pop("seen_at", None)
        super().cycle_key()

    def started_at(self) -> datetime:
        """When this session began; the moment it was first saved."""
        stamp = self.get("started_at")
        if stamp is None:
            stamp = timezone.now().isoformat()
            self["started_at"] = stamp
        return datetime.fromisoformat(stamp)

    def touch(self) -> bool:
        """Note that the person is here; False if idle or signed in for too long (real time, not `tram_now`).

        Written at most once a minute: a counter sends several requests a second.
        """
        now = timezone.now()
        seen = datetime.fromisoformat(self.get("seen_at") or now.isoformat())
        if (now - seen).total_seconds() > settings.SESSION_IDLE_MINUTES * 60:
            return False
        if (now - self.started_at()).total_seconds() > settings.SESSION_COOKIE_AGE:
            return False
        if "seen_at" not in self or (now - seen).total_seconds() > 60:
            self["seen_at"] = now.isoformat()
        return True
