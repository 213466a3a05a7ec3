"""Who is signed in, with today's duties, by one look at the database for each request."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from tram.accounts.models import User
from tram.directory.queries import on_duty


class DutyBackend(ModelBackend):
    """Django's own passwords; the person comes with an `actor` ready for the access rule."""

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, or None if they may no longer sign in."""
        user = on_duty(int(user_id))
        return user if user is not None and self.user_can_authenticate(user) else None
