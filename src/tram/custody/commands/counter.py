"""What a teller does when a dossier is not taken in: guidance for what is missing, or a refusal with its reason."""

from collections.abc import Sequence
from typing import Any

from tram.accounts.rules.access import Right, require
from tram.catalogue.models import ProcedureVersion
from tram.core import rows
from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.models import Guidance, GuidancePaper, RefusedIntake
from tram.custody.rules.counter import CounterRefusal, require_words


@command
def guide(
    act: Act, *, version_id: int, missing: Sequence[int], customer: str = ""
) -> dict[str, Any]:
    """Record which papers are missing and give it to the customer (hướng dẫn bổ sung); nothing is taken in.

    QĐ 45/2016/QĐ-TTg: papers are compared with the published list, so `missing` are numbers of that list. The name
    is only for the slip.
    """
    point = _point(act)
    _require_in_force(act, version_id)
    listed = ProcedureVersion.objects.get(id=version_id).papers
    names: dict[int, str] = dict(listed.filter(mandatory=True).values_list("seq", "name"))
    short = sorted(set(missing))
    if not short or not names.keys() >= set(short):
        raise Refused(
            "nothing-missing",
            "Hồ sơ không thiếu giấy tờ bắt buộc nào của danh mục nên không cần phiếu hướng dẫn. "
            "Hãy nhận hồ sơ, hoặc ghi từ chối nếu vì lý do khác.",
        )
    made = Guidance(
        id=act.derive("guidance"),
        point_id=point,
        teller_id=act.actor.id,
        version_id=version_id,
        customer=customer,
        at=act.at,
    )
    papers = [GuidancePaper(guidance_id=made.id, seq=seq, name=names[seq]) for seq in short]
    rows.add(made, *papers)
    return {"guidance": made.id}


@command
def refuse_at_counter(
    act: Act, *, reason: CounterRefusal, version_id: int | None = None, words: str = ""
) -> dict[str, Any]:
    """Record that a dossier is not taken in and why (từ chối tại quầy); nothing of what is in it is kept.

    QĐ 45/2016/QĐ-TTg forbids refusals without a reason. Without a version it was no procedure of the catalogue.
    """
    point = _point(act)
    if version_id is not None:
        _require_in_force(act, version_id)
    elif reason not in {CounterRefusal.NO_PROCEDURE, CounterRefusal.OTHER_PROVINCE}:
        raise Refused(
            "no-procedure", "Hãy chọn thủ tục khách cần làm rồi ghi từ chối với lý do này."
        )
    require_words(reason is CounterRefusal.OTHER, words)
    made = RefusedIntake(
        id=act.derive("refusal"),
        point_id=point,
        teller_id=act.actor.id,
        version_id=version_id,
        reason=reason,
        words=words.strip() if reason is CounterRefusal.OTHER else "",
        at=act.at,
    )
    rows.add(made)
    return {"refusal": made.id}


def _point(act: Act) -> int:
    if act.place_id is None:
        raise Refused("no-point", "Hãy chọn điểm phục vụ bạn đang làm việc rồi làm lại.")
    require(act.actor, Right.TAKE_IN, [act.place_id])
    return act.place_id


def _require_in_force(act: Act, version_id: int) -> None:
    day = local_date(act.at)
    version = ProcedureVersion.objects.filter(id=version_id, published_at__isnull=False).first()
    ended = version and version.valid_to and version.valid_to < day
    if version is None or version.valid_from > day or ended:
        raise Refused(
            "no-such-procedure",
            "Thủ tục này không có hoặc không còn hiệu lực. Hãy chọn lại thủ tục.",
        )
