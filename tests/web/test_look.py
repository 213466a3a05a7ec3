"""The look: what every page promises before anyone has written the page."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import path
from django.utils.translation import override
from fontTools.ttLib import TTFont

import tram.web
from tram.core.codes import parse_tracking_code
from tram.core.errors import Refused
from tram.core.fonts import build_fonts, letters
from tram.web.forms import ParsedField, RequestForm, TramForm

WEB = Path(tram.web.__file__).parent
STYLES = sorted((WEB / "static" / "tram").glob("*.css"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
VIETNAMESE = "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA)))

# Text colour on ground, as the style sheets pair them.
PAIRS = [
    ("text", "page"),
    ("text", "surface"),
    ("text", "sunken"),
    ("muted", "page"),
    ("muted", "surface"),
    ("muted", "sunken"),
    ("brand", "surface"),
    ("brand", "page"),
    ("brand", "brand-tint"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-deep", "brand-deep"),
    ("link", "page"),
    ("link", "info-tint"),
    ("link", "warning-tint"),
    ("info", "info-tint"),
    ("success", "success-tint"),
    ("surface", "success"),
    ("warning", "warning-tint"),
    ("danger", "danger-tint"),
    ("danger", "surface"),
    ("focus-ink", "focus"),
]


def nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


NAMES = (
    "home tracking procedures service_points plan_public set_language sign_in sign_out workplace"
)
urlpatterns = [path(f"{name}/", nowhere, name=name) for name in NAMES.split()]


class Sender(RequestForm):
    name = forms.CharField(label="Họ và tên", max_length=20)
    issued = forms.DateField(label="Ngày cấp", help_text="Ví dụ: 02/12/2019")
    service = forms.ChoiceField(
        label="Dịch vụ",
        choices=[("send", "Gửi"), ("receive", "Nhận")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    weight = forms.IntegerField(label="Khối lượng", required=False, min_value=1)


def sent(**changed: str) -> Sender:
    typed = {
        "request_id": "0b7f3a52-6d5c-4b58-8d1f-6a5f0a0a0a0a",
        "name": "Nguyễn Văn A",
        "issued": "08/09/2019",
        "service": "send",
    }
    return Sender(typed | changed)


def draw(source: str, **context: object) -> str:
    return Template("{% load tram %}" + source).render(Context(context))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def token(name: str) -> str:
    tokens = (WEB / "static" / "tram" / "tokens.css").read_text(encoding="utf-8")
    found = re.search(rf"--{name}: #([0-9a-f]{{6}});", tokens)
    assert found, f"no colour --{name}"
    return found[1]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(ink: str, ground: str) -> None:
    lighter, darker = sorted((luminance(token(ink)), luminance(token(ground))), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_lines_leave_room_for_stacked_marks() -> None:
    found = [(p.name, h) for p in STYLES for h in re.findall(r"line-height: ([\d.]+)", read(p))]
    assert found
    assert [(name, height) for name, height in found if float(height) < 1.35] == []


def test_every_rule_lies_in_a_declared_layer_and_every_file_stays_short() -> None:
    declared = re.search(r"@layer ([a-z, ]+);", (STYLES[0].parent / "tokens.css").read_text())
    assert declared
    for sheet in STYLES:
        text = sheet.read_text(encoding="utf-8")
        layers = re.findall(r"@layer ([a-z]+) \{", text)
        assert len(layers) == 1
        assert layers[0] in declared[1]
        assert text.count("\n") <= 400


ASKING = re.compile(
    r"(?:(?:src|srcset|action)=.|<link[^>]*href=.|url\(.?|@import .|fetch\(.)(?:https?:)?//"
)
INLINE = re.compile(r'\son[a-z]+="|\sstyle="|<style|<script>|hx-on')


def test_nothing_is_asked_from_another_place() -> None:
    files = [*STYLES, *TEMPLATES, WEB / "static" / "tram" / "app.js"]
    assert len(files) > 300
    assert [path.name for path in files if ASKING.search(read(path))] == []


def test_no_page_needs_inline_script_or_style() -> None:
    assert [path.name for path in TEMPLATES if INLINE.search(read(path))] == []


def test_own_script_stays_small() -> None:
    assert (WEB / "static" / "tram" / "app.js").stat().st_size < 8192


def test_every_base_sheet_is_linked_once_tokens_first() -> None:
    linked = re.findall(
        r"tram/([a-z]+)\.css", Template("{% load tram %}{% stylesheets %}").render(Context())
    )
    assert sorted(linked) == sorted(sheet.stem for sheet in STYLES)
    assert linked[0] == "tokens"


def test_every_icon_that_is_named_exists() -> None:
    sprite = (WEB / "static" / "tram" / "icons.svg").read_text()
    known = set(re.findall(r'symbol id="([a-z]+)"', sprite))
    pages = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    asked = set(re.findall(r'icon\.html" with name="([a-z]+)"', pages))
    assert asked
    assert asked <= known
    assert {"info", "success", "warning", "danger", "error", "neutral", "brand"} <= known


@pytest.mark.parametrize("language", ["vi", "en"])
def test_eighth_of_september_is_read_as_such(language: str) -> None:
    with override(language):
        form = sent(issued="08/09/2019")
        assert form.is_valid(), form.errors
        assert form.cleaned_data["issued"] == date(2019, 9, 8)
        assert 'value="08/09/2019"' in str(Sender(initial={"issued": date(2019, 9, 8)})["issued"])


def test_american_order_is_refused() -> None:
    form = sent(issued="09/13/2019")
    assert not form.is_valid()
    assert "issued" in form.errors


def test_ids_and_years_are_never_given_thousand_separators() -> None:
    with override("vi"):
        assert draw("{{ id }}|{{ id|number }}", id=1234567) == "1234567|1.234.567"
    with override("en"):
        assert draw("{{ id }}|{{ id|number }}", id=1234567) == "1234567|1,234,567"


def test_money_dates_phones_and_codes_are_written_the_vietnamese_way() -> None:
    at = datetime(2019, 12, 1, 20, 30, tzinfo=UTC)
    assert draw("{{ a|vnd }}", a=165500) == "165.500 đ"
    assert draw("{{ a|vnd }}", a=None) == ""
    assert draw("{{ at|vn_time }}", at=at) == "03:30 02/12/2019"
    assert draw("{{ at|vn_date }}", at=at) == "02/12/2019"
    assert draw("{{ day|vn_date }}", day=date(2019, 12, 2)) == "02/12/2019"
    assert draw("{{ p|phone }}", p="+84912345678") == "0912 345 678"
    assert draw("{{ p|phone }}", p="không có") == "không có"
    assert draw("{{ c|tracking_code }}", c="SQ5JXTWMSP01Y") == "SQ5J-XTWM-SP01-Y"


def test_typed_text_is_stored_composed_and_single_spaced() -> None:
    form = sent(name="  Nguye\u0302\u0303n   Văn A ", note=" dòng  một \r\n dòng hai ")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "Nguyễn Văn A"
    assert form.cleaned_data["note"] == "dòng một\ndòng hai"


def test_a_password_is_left_as_it_was_typed() -> None:
    class SignIn(TramForm):
        password = forms.CharField(strip=False, widget=forms.PasswordInput)

    form = SignIn({"password": " hai  dấu cách "})
    assert form.is_valid()
    assert form.cleaned_data["password"] == " hai  dấu cách "


def test_error_summary_names_each_field_in_page_order_and_leads_to_it() -> None:
    form = sent(name="", issued="31/02/2019", service="", weight="0")
    lines = [(line.field_id, line.message) for line in form.error_summary]
    assert lines == [
        ("id_name", "Chưa nhập «Họ và tên»."),
        ("id_issued", "«Ngày cấp» phải là một ngày có thật, ví dụ 02/12/2019."),
        ("id_service_0", "Chưa chọn «Dịch vụ»."),
        ("id_weight", "«Khối lượng» quá nhỏ: ít nhất là 1."),
    ]
    page = render_to_string("parts/error_summary.html", {"form": form}) + str(form)
    for field_id, message in lines:
        assert f'href="#{field_id}"' in page
        assert f'id="{field_id}"' in page
        assert page.count(message) == 2


def test_a_form_not_sent_yet_shows_no_error_summary() -> None:
    assert Sender().error_summary == []
    assert "error-summary" not in render_to_string("parts/error_summary.html", {"form": Sender()})


def test_a_field_points_to_its_hint_and_its_error() -> None:
    page = str(sent(issued=""))
    box = re.search(r'<input[^>]*name="issued"[^>]*>', page)
    assert box
    assert 'aria-describedby="id_issued_helptext id_issued_error"' in box[0]
    assert 'aria-invalid="true"' in box[0]
    assert 'aria-required="true"' in box[0]
    assert 'id="id_issued_helptext"' in page
    assert 'id="id_issued_error"' in page


def test_optional_fields_say_so() -> None:
    assert str(Sender()).count("(không bắt buộc)") == 2


def test_a_refusal_stands_on_the_form() -> None:
    form = sent()
    assert form.is_valid()
    form.refuse(Refused("already-signed", "Bảng kê đã được ký nhận."))
    assert [line.message for line in form.error_summary] == ["Bảng kê đã được ký nhận."]


def test_a_wrong_code_is_explained_at_its_field() -> None:
    class Tracking(TramForm):
        code = ParsedField(parse_tracking_code, label="Mã theo dõi")

    wrong, right = Tracking({"code": "SQ5J"}), Tracking({"code": "sq5j xtwm sp01 y"})
    with pytest.raises(Refused) as refused:
        parse_tracking_code("SQ5J")
    assert wrong.errors["code"] == [refused.value.message]
    assert right.is_valid()
    assert right.cleaned_data["code"] == "SQ5JXTWMSP01Y"


def test_a_request_keeps_its_uuid_when_shown_again_and_two_pages_never_share_one() -> None:
    first, second = (re.search(r'name="request_id" value="([^"]+)"', str(Sender())) for _ in "ab")
    assert first
    assert second
    assert UUID(first[1]) != UUID(second[1])
    assert f'value="{first[1]}"' in str(sent(name="", request_id=first[1]))


def test_a_page_without_its_uuid_is_sent_back() -> None:
    form = sent(request_id="")
    assert [line.message for line in form.error_summary] == [
        "Trang này đã cũ: hãy tải lại trang rồi nhập lại."
    ]


def test_the_current_milestone_is_told_to_screen_readers() -> None:
    at = datetime(2019, 11, 26, 2, 10, tzinfo=UTC)
    steps = [
        SimpleNamespace(label="Cơ quan đã nhận", state="done", at=at),
        SimpleNamespace(label="Đang giải quyết", state="current", at=at),
        SimpleNamespace(label="Đã trả kết quả", state="todo", expected=date(2019, 12, 4)),
    ]
    page = render_to_string("parts/timeline.html", {"steps": steps})
    assert page.count('aria-current="step"') == 1
    assert '<time datetime="2019-11-26T09:10:00+07:00">09:10 26/11/2019</time>' in page
    assert '<time datetime="2019-12-04">04/12/2019</time>' in page


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("base", ["base_portal.html", "base_workplace.html"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_has_its_language_a_skip_link_and_landmarks(base: str, language: str) -> None:
    with override(language):
        page = render_to_string(base, {"workplaces": [{"label": "Nhận hồ sơ", "url": "/"}]})
    assert f'<html lang="{language}">' in page
    assert page.index('href="#main"') < page.index('<main id="main"')
    assert page.count("<main") == page.count("</header>") == 1
    assert "<nav" in page
    assert "Đây là bản trình diễn" not in page


@override_settings(ROOT_URLCONF=__name__)
def test_a_demonstration_says_so_on_every_page() -> None:
    for base in ("base_portal.html", "base_workplace.html"):
        assert "Đây là bản trình diễn." in render_to_string(base, {"demo": True})


@override_settings(ROOT_URLCONF=__name__)
def test_the_title_begins_with_the_error() -> None:
    page = render_to_string("base_portal.html", {"form": sent(name="")})
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title
    assert title[1].strip().startswith("Lỗi:")


@override_settings(ROOT_URLCONF=__name__)
def test_the_staff_header_says_who_acts_for_whom_and_lets_them_leave() -> None:
    teller = {"name": "Trần Thị Ánh", "duty": "Giao dịch viên", "unit": "Bưu cục Hợp Châu"}
    page = render_to_string("base_workplace.html", {"signed_in": teller})
    assert all(word in page for word in teller.values())
    assert '<form method="post" action="/sign_out/">' in page


def test_a_broken_server_still_shows_a_page() -> None:
    assert "Hệ thống vừa gặp trục trặc" in render_to_string("500.html")


@override_settings(ROOT_URLCONF=__name__)
def test_a_refusal_without_a_form_has_its_own_page() -> None:
    refused = Refused("already-signed", "Bảng kê đã được ký nhận.")
    page = render_to_string("refused.html", {"refused": refused, "back_url": "/bang-ke/"})
    assert refused.message in page
    assert 'href="/bang-ke/"' in page


def test_a_badge_says_its_word() -> None:
    page = render_to_string("parts/badge.html", {"kind": "danger", "label": "Quá hạn"})
    assert "Quá hạn" in page


def test_fonts_hold_every_vietnamese_letter_and_are_built_once(tmp_path: Path) -> None:
    assert set(map(ord, VIETNAMESE)) <= set(letters())
    assert build_fonts(tmp_path)
    assert not build_fonts(tmp_path)
    sheet = (tmp_path / "fonts.css").read_text(encoding="utf-8")
    for name in re.findall(r'url\("([^"]+)"\)', sheet):
        assert (tmp_path / name).stat().st_size < 40_000
    kept = TTFont(tmp_path / "be-vietnam-pro-text-400.woff2").getBestCmap()
    assert set(map(ord, VIETNAMESE)) <= set(kept)


def test_figures_in_columns_have_one_width(tmp_path: Path) -> None:
    build_fonts(tmp_path)
    font = TTFont(tmp_path / "be-vietnam-pro-figures-600.woff2")
    names = [font.getBestCmap()[ord(figure)] for figure in "0123456789"]
    assert len({font["hmtx"][name][0] for name in names}) == 1
