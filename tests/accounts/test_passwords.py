"""What a password, a PIN and a sign-in name must be; and that a secret is never written down."""

from uuid import UUID, uuid4

import pytest

from tram.accounts.rules import passwords
from tram.core.acts import Act, Actor, Secret
from tram.core.requests import body_hash, plain

COMMON = frozenset({"unbelievable"})
NAMES = ("nv.an", "Nguyễn Văn An")


def weak(password: str) -> list[str]:
    return passwords.weaknesses(password, NAMES, COMMON)


@pytest.mark.parametrize(
    "password",
    [
        "con trâu đi trước cái cày",
        "xanhbienthoaybuoi",
        "7f2k-99ab-cd3e-11pq",
        "Ăn quả nhớ kẻ trồng cây",
    ],
)
def test_a_sentence_of_ones_own_is_a_good_password(password: str) -> None:
    assert weak(password) == []


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("ngắn quá rồi", ""),
        ("11 ký tự...", "quá ngắn"),
        ("a" * 129, "quá dài"),
        ("unbelievable", "dễ đoán"),
        ("aaaaaaaaaaaaa", "dễ đoán"),
        ("123123123123", "dễ đoán"),
        ("1234567890123", "dễ đoán"),
        ("abcdefghijklm", "dễ đoán"),
        ("Mật khẩu 123456", "dễ đoán"),
        ("PASSWORD!2019!", "dễ đoán"),
        ("nguyen van an 1", "giống tên"),
        ("NguyễnVănAn2019", "giống tên"),
    ],
)
def test_a_weak_password_is_told_why(password: str, word: str) -> None:
    found = weak(password)
    assert any(word in sentence for sentence in found) if word else found == []


def test_the_same_keys_on_two_keyboards_are_one_password() -> None:
    assert passwords.normal("tra\u0323m") == passwords.normal("trạm")


@pytest.mark.parametrize("pin", ["135790", "246810", "918273", "0912345671"])
def test_a_pin_of_six_to_twelve_mixed_digits_is_good(pin: str) -> None:
    assert passwords.pin_weakness(pin) == ""


@pytest.mark.parametrize(
    "pin",
    [
        "12345",
        "1234567890123",
        "12345a",
        "１２３４５６",
        "000000",
        "123456",
        "654321",
        "567890",
        "121212",
        "123123",
    ],
)
def test_a_trivial_pin_is_refused(pin: str) -> None:
    assert "Mã PIN" in passwords.pin_weakness(pin)


@pytest.mark.parametrize("username", ["nv.an", "gdv-songlo_2", "abc"])
def test_a_sign_in_name_is_plain_letters(username: str) -> None:
    assert passwords.username_weakness(username) == ""


@pytest.mark.parametrize(
    "username", ["an", "Nv.An", "nguyễn", "nv an", ".an", "an.", "a" * 65, "nv..an"]
)
def test_any_other_sign_in_name_is_told_the_form(username: str) -> None:
    assert "chữ thường không dấu" in passwords.username_weakness(username)


def test_a_one_time_password_is_its_requests_own() -> None:
    request = uuid4()
    made = passwords.one_time(b"key", request)
    assert made == passwords.one_time(b"key", request)
    assert made != passwords.one_time(b"another", request)
    assert made != passwords.one_time(b"key", uuid4())
    assert len(made) == 19
    assert weak(made) == []


def test_a_secret_leaves_nothing_to_guess_from() -> None:
    assert repr(Secret("135790")) == str(Secret("135790")) == plain(Secret("135790")) == "***"
    act = Act(UUID(int=1), Actor(1))
    hashes = {body_hash("a", act, {"pin": Secret(words)}) for words in ("135790", "246810")}
    assert len(hashes) == 1
