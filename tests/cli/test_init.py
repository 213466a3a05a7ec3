"""`tram init`: from nothing to the first administrator, once."""

import json
import stat

from tests.cli.conftest import Installation


def test_the_first_administrator_is_told_a_one_time_password_and_where_to_sign_in(
    installed: Installation,
) -> None:
    assert installed.told["username"] == "qt.tinh"
    assert len(installed.told["password"]) >= 16
    assert installed.told["address"].endswith("/lam-viec/dang-nhap/")


def test_the_keys_are_kept_where_only_their_owner_reads(installed: Installation) -> None:
    file = installed.state / "secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {"SECRET_KEY", "TRACKING_KEY"} <= set(json.loads(file.read_text()))


def test_a_second_time_it_refuses_and_changes_nothing(installed: Installation) -> None:
    again = installed.run("init", "--username", "qt.hai", "--full-name", "Người Thứ Hai")
    assert again.returncode == 1
    assert "đã có người quản trị" in again.stderr
    assert again.stdout == ""


def test_without_reference_data_it_says_what_to_give_it(nothing_yet: Installation) -> None:
    done = nothing_yet.run("init", "--username", "qt.tinh", "--full-name", "Nguyễn Văn Mẫu")
    assert done.returncode == 1
    assert "--data" in done.stderr
    assert not nothing_yet.database_runs
