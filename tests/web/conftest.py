"""Whose browser the tests of the pages hold."""

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.fixture
def officer(who: Cast, client: Client) -> Client:
    """The one-stop officer's browser."""
    client.force_login(who.officer)
    return client


@pytest.fixture
def counter(who: Cast, client: Client) -> Client:
    """The teller's browser."""
    client.force_login(who.teller)
    return client
