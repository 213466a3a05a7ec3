"""What a scan came to, in words, with its colour and its sound: for the eye, the ear and the screen reader."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tram.core.calendar import local, local_date, vn_date
from tram.custody.queries.holders import coarse_holder, staff_name
from tram.custody.rules.counting import Verdict
from tram.custody.rules.handovers import ManifestKind
from tram.directory.queries import units_by_id

SHOWN = 40
RECEIPT = "/theo-doi#"
"""In the square code of a customer's receipt, which lies beside the label and is often scanned instead of it."""
# Colour class, and the sound that scan.js makes for it; no two kinds of answer sound alike.
LOOKS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.OK: ("success", "ok"),
    Verdict.REPEAT: ("warning", "repeat"),
    Verdict.DONE: ("warning", "done"),
    Verdict.IN_BAG: ("warning", "repeat"),
    Verdict.REPLACED: ("warning", "misread"),
    Verdict.ELSEWHERE: ("danger", "elsewhere"),
    Verdict.UNKNOWN: ("danger", "unknown"),
    Verdict.FOREIGN: ("danger", "unknown"),
    Verdict.WRONG_DIGIT: ("danger", "misread"),
    Verdict.NOT_A_CODE: ("danger", "misread"),
    Verdict.GARBLED: ("danger", "misread"),
    Verdict.INTERCEPT: ("danger", "stop"),
}


@dataclass(frozen=True)
class Said:
    """One verdict as it is told: `word` alone says what it is, `text` what to do; `colour`, `sound` repeat it."""

    verdict: Verdict
    word: str
    text: str
    colour: str
    sound: str

    @property
    def wrong(self) -> bool:
        """True if the person must read it before going on."""
        return self.colour != "success"

    def as_json(self) -> dict[str, str]:
        """What scan.js reads."""
        return {name: str(value) for name, value in asdict(self).items()}


def said(answer: Mapping[str, Any], typed: str, *, here: str) -> Said:
    """The words for a command's coded answer; `here` names the list: «bảng kê này», «túi này»."""
    verdict = Verdict(answer["verdict"])
    colour, sound = LOOKS[verdict]
    return Said(verdict, verdict.label, _text(verdict, answer, typed, here), colour, sound)


def _text(verdict: Verdict, answer: Mapping[str, Any], typed: str, here: str) -> str:
    code = typed.strip().upper()[:SHOWN]
    if verdict is Verdict.OK:
        return _ok(answer, code)
    if verdict in (Verdict.REPEAT, Verdict.DONE):
        return _before(verdict, answer, code)
    if verdict is Verdict.REPLACED:
        text = _("{code} đã thay bằng {instead}. Hãy quét nhãn mới.")
        return text.format(code=code, instead=answer["instead"])
    if verdict is Verdict.ELSEWHERE:
        return _elsewhere(answer, code, here)
    if verdict is Verdict.NOT_A_CODE and RECEIPT in typed.lower():
        return _("Đây là mã theo dõi trên phiếu của khách. Hãy quét mã vạch trên nhãn bưu gửi.")
    return _plain(verdict, code, here)


def _ok(answer: Mapping[str, Any], code: str) -> str:
    items = int(answer.get("items", 1))
    if items > 1:
        return _("ĐÚNG: đã ghi {code}, gồm {items} vật.").format(code=code, items=items)
    return _("ĐÚNG: đã ghi {code}.").format(code=code)


def _before(verdict: Verdict, answer: Mapping[str, Any], code: str) -> str:
    when = _moment(answer.get("at"))
    if verdict is Verdict.REPEAT:
        who = staff_name(answer["by"]) if answer.get("by") else ""
        by = _(" {who} đã quét lúc {when}.").format(who=who, when=when) if who else ""
        return _("TRÙNG: {code} đã được đếm rồi, không tính lại.").format(code=code) + by
    if answer.get("number"):
        return _("{code} đã ký nhận xong: {who}, lúc {when}, bảng kê {number}.").format(
            code=code,
            who=coarse_holder(answer["holder"]),
            when=when,
            number=answer["number"],
        )
    return _("{code} đã giao nhận xong trước đó.").format(code=code)


def _elsewhere(answer: Mapping[str, Any], code: str, here: str) -> str:
    if answer.get("kind"):
        return _other_road(answer, code)
    if answer.get("not_ready"):
        return _(
            "{code} đang do bên mình giữ nhưng chưa giao tiếp được, hoặc đang nằm trên một bảng kê chờ ký."
        ).format(code=code)
    where = ""
    if answer.get("holder"):
        where = _(" Theo sổ, vật này đang do {who} giữ.").format(
            who=coarse_holder(answer["holder"])
        )
    return (
        _("{code} không có trên {here}. Hãy để riêng bưu gửi đó và hỏi lại bên giao.").format(
            code=code, here=here
        )
        + where
    )


def _other_road(answer: Mapping[str, Any], code: str) -> str:
    kind, unit = ManifestKind(answer["kind"]), answer.get("unit")
    to = units_by_id([unit])[unit].name if unit else _("bưu tá")
    return _("{code} phải đi theo bảng kê «{kind}», nơi nhận: {to}. Hãy để riêng.").format(
        code=code, kind=kind.label, to=to
    )


def _plain(verdict: Verdict, code: str, here: str) -> str:
    texts = {
        Verdict.UNKNOWN: _(
            "{code} không có trên {here} và chưa có trong hệ thống. Đã ghi lại để tra; hãy để riêng bưu gửi đó."
        ),
        Verdict.FOREIGN: _(
            "{code} không có trên {here}: số hiệu của tỉnh khác hoặc dịch vụ khác. Đã ghi lại; hãy để riêng."
        ),
        Verdict.WRONG_DIGIT: _("{code} sai chữ số kiểm tra. Hãy quét lại hoặc gõ lại."),
        Verdict.NOT_A_CODE: _("«{code}» không phải số hiệu bưu gửi, số túi hay mã hồ sơ."),
        Verdict.GARBLED: _(
            "Mã «{code}» có chữ mang dấu: tắt bộ gõ tiếng Việt (Ctrl+Shift) rồi quét lại."
        ),
        Verdict.INTERCEPT: _(
            "{code}: hồ sơ đã rút, bị từ chối hoặc đã hủy. Để riêng, chỉ giao về nơi trả lại người gửi."
        ),
        Verdict.IN_BAG: _(
            "{code} đang nằm trong một túi thư. Hãy quét số túi đã niêm phong, hoặc lấy ra khỏi túi trước."
        ),
    }
    return texts[verdict].format(code=code, here=here)


def _moment(text: Any) -> str:
    if not text:
        return ""
    at = datetime.fromisoformat(str(text))
    return f"{local(at):%H:%M} {vn_date(local_date(at))}"
