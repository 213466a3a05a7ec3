"""The register of a span of days as its form prints it (Mẫu 06 of 2018, Mẫu 07 of 2025)."""

from collections.abc import Iterable

from tram.core import clock
from tram.core.queries import is_demo
from tram.custody.queries.register import Wanted
from tram.directory.models import Unit
from tram.directory.queries import heir
from tram.dossiers.prints.register import Register, RegisterRow
from tram.dossiers.queries.forms import form_on
from tram.dossiers.queries.slip import locality
from tram.dossiers.rules.forms import FormKind


def paper(wanted: Wanted, rows: Iterable[RegisterRow], *, keeper: str) -> Register:
    """These lines under the head of their unit, on the form of the last day's regime."""
    unit = Unit.objects.select_related("area").get(id=wanted.unit_id)
    above = heir(unit.parent_id, wanted.last_day) if unit.parent_id else None
    return Register(
        form=form_on(FormKind.REGISTER, wanted.last_day),
        superior=above.name if above else "",
        issuer=unit.name,
        number="",
        locality=locality(unit),
        at=clock.now(),
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        keeper=keeper,
        head="",
        rows=tuple(rows),
        demo=is_demo(),
    )
