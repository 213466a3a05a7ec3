"""A real chromium (Debian's), the served site and its people, once for all tests of this folder in a worker.

Without chromium the tests are skipped, with CI=true they fail. `CHROMIUM` names another program than
/usr/bin/chromium.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, StorageState, sync_playwright

from tests.browser.serving import serving, set_clock
from tests.browser.stage import Stage, set_up
from tests.browser.window import Window
from tests.cast import PASSWORD
from tests.conftest import drop, point_django_at, recreate
from tram.accounts.models import User

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
FLAGS += ["--no-first-run", "--disable-component-update", "--disable-sync"]
NOT_AS_PEOPLE_HAVE_IT = ["--disable-back-forward-cache"]
Opens = Callable[..., Window]


@dataclass
class Site:
    """The site's address, who and what is there, and who has signed in already."""

    url: str
    stage: Stage
    sessions: dict[str, StorageState] = field(default_factory=dict)


@pytest.fixture(scope="package")
def program() -> Path:
    """Chromium's own; without it there is nothing to do here."""
    if not CHROMIUM.exists():
        told = f"no {CHROMIUM}: apt-get install chromium"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    return CHROMIUM


@pytest.fixture(scope="package")
def chromium(program: Path) -> Iterator[Browser]:
    """The browser; playwright is stopped after this folder, since its event loop would disturb other tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=FLAGS, ignore_default_args=NOT_AS_PEOPLE_HAVE_IT
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(
    program: Path, django_db_setup: None, template_database: str, django_db_blocker: Any
) -> Iterator[Site]:
    """The served site on a clone of its own, where everything is committed.

    A worker may come back to this folder and set up again: ids are remembered by the name of their database, so the
    second clone has another name.
    """
    connection = connections["default"]
    name = f"tram_browser_{os.getpid()}_{os.urandom(3).hex()}"
    recreate(name, template_database)
    set_clock(name)
    before = connection.settings_dict["NAME"]
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        point_django_at(name)
        stage = set_up()
        with serving(name) as url:
            yield Site(url, stage)
        connection.close()
    connection.settings_dict["NAME"] = before
    drop(name)


@pytest.fixture
def window(site: Site, chromium: Browser) -> Iterator[Opens]:
    """`window(person, width=390, javascript=False, fresh=True)`: opens a window; all are closed at the end.

    Without a person it is a citizen's. A fresh one signs in again and shares its session with no other test.
    """
    opened: list[Window] = []

    def opens(person: User | None = None, *, fresh: bool = False, **options: Any) -> Window:
        kept = site.sessions.get(person.username) if person and not fresh else None
        context = _context(chromium, kept, **options)
        new = Window(context.new_page(), site.url)
        opened.append(new)
        if person and not kept:
            sign_in(new, person)
            if not fresh:
                site.sessions[person.username] = context.storage_state()
        return new

    yield opens
    connections.close_all()  # while playwright runs, Django's connection is another one
    for one in opened:
        one.page.context.close()
    for one in opened:
        one.no_fault()


def _context(
    chromium: Browser, kept: StorageState | None, width: int = 1280, javascript: bool = True
) -> BrowserContext:
    return chromium.new_context(
        storage_state=kept,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": width, "height": 900},
        java_script_enabled=javascript,
    )


def sign_in(window: Window, person: User) -> None:
    """Sign in by name and password, as everybody does."""
    window.open("/lam-viec/dang-nhap/")
    window.type("Tên đăng nhập", person.username)
    window.type("Mật khẩu", PASSWORD)
    window.press("Đăng nhập")
    window.sees(f"Chào {person.full_name}")
