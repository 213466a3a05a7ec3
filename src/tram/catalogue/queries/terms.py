"""The terms of a version as the rules know them (nội dung phiên bản)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from tram.catalogue.models import Channel, ProcedureVersion
from tram.catalogue.rules.stages import Span
from tram.catalogue.rules.versions import FeeTerm, PaperTerm, StageTerm, Terms
from tram.directory.models import Unit

PARTS = ("papers", "fees", "limits", "withdrawn", "stages")


def with_parts() -> QuerySet[ProcedureVersion]:
    """Versions with everything that `terms` reads."""
    versions = ProcedureVersion.objects.select_related("procedure__agency")
    return versions.prefetch_related(*PARTS)


def terms(version: ProcedureVersion) -> Terms:
    """All that a version says."""
    counter, online, postal = _limits(version)
    withdrawn = sorted(version.withdrawn.all(), key=lambda each: each.seq)
    return Terms(
        name=version.name,
        valid_from=version.valid_from,
        result=version.result_name,
        legal_basis=version.legal_basis,
        decision=version.publication_decision,
        limit=counter,
        limit_online=online,
        limit_postal=postal,
        same_day=version.same_day,
        presence=version.presence_required,
        postal_in=version.postal_in,
        postal_in_reason=version.postal_in_reason,
        postal_out=version.postal_out,
        postal_out_reason=version.postal_out_reason,
        secret=version.secret_possible,
        papers=_papers(version),
        fees=_fees(version),
        withdrawn=tuple(each.name for each in withdrawn),
        stages=_stages(version),
    )


def stage_units(every: Iterable[Terms]) -> dict[int, str]:
    """The names of the units in the stages."""
    ids = {stage.unit_id for terms in every for stage in terms.stages if stage.unit_id}
    return dict(Unit.objects.filter(id__in=ids).values_list("id", "name"))


def _limits(version: ProcedureVersion) -> tuple[Span | None, Span | None, Span | None]:
    """At the counter, then online and by post where they have their own."""
    own = {each.channel: Span(each.value, each.unit) for each in version.limits.all()}
    general = Span(version.limit_value, version.limit_unit) if version.limit_value else None
    # The general limit stands for the counter; where the counter has its own, the others keep the general one.
    rest = general if Channel.COUNTER in own else None
    counter = own.get(Channel.COUNTER, general)
    return counter, own.get(Channel.ONLINE, rest), own.get(Channel.POSTAL, rest)


def _papers(version: ProcedureVersion) -> tuple[PaperTerm, ...]:
    papers = sorted(version.papers.all(), key=lambda each: each.seq)
    return tuple(
        PaperTerm(each.name, each.originals, each.certified, each.copies, each.mandatory)
        for each in papers
    )


def _fees(version: ProcedureVersion) -> tuple[FeeTerm, ...]:
    fees = sorted(version.fees.all(), key=lambda each: each.id)
    return tuple(FeeTerm(each.kind, each.amount_vnd, each.source) for each in fees)


def _stages(version: ProcedureVersion) -> tuple[StageTerm, ...]:
    stages = sorted(version.stages.all(), key=lambda each: each.seq)
    return tuple(
        StageTerm(each.unit_id, each.name, Span(each.value, each.unit_of_time)) for each in stages
    )
