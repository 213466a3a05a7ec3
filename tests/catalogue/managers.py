"""Who keeps the catalogue in tests: an agency's reporter, the province's office; and a draft they can publish."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.cast import Cast, act, person
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.catalogue import commands
from tram.catalogue.models import ProcedureVersion
from tram.catalogue.queries.terms import terms
from tram.catalogue.rules.versions import Terms
from tram.directory.models import Unit, UnitKind

NEXT_WEEK = date(2019, 11, 11)


def reporter(who: Cast) -> User:
    """The reporter of the agency that settles the suite's procedure."""
    return person("dm.mau", "Đầu Mối Mẫu", Role.AGENCY_REPORTER, who.agency)


def office() -> User:
    """Somebody at the province's office."""
    unit = Unit.objects.filter(kind=UnitKind.PROVINCE_OFFICE).order_by("id")[0]
    return person("vp.mau", "Văn Phòng Mẫu", Role.PROVINCE_OFFICE, unit)


def draft(who: Cast, **changes: Any) -> ProcedureVersion:
    """A draft of the suite's procedure that begins next week, otherwise as `changes` say."""
    made = commands.draft_version(act(reporter(who)), procedure_id=who.version.procedure_id)
    return edit(who, ProcedureVersion.objects.get(id=made["version"]), **changes)


def edit(who: Cast, version: ProcedureVersion, **changes: Any) -> ProcedureVersion:
    """Write a draft anew with changes."""
    says: Terms = replace(terms(version), **{"valid_from": NEXT_WEEK, **changes})
    commands.edit_draft(act(reporter(who)), version_id=version.id, edit=version.edit, terms=says)
    return ProcedureVersion.objects.get(id=version.id)


def published(who: Cast, version: ProcedureVersion) -> ProcedureVersion:
    """Publish a draft."""
    commands.publish(act(reporter(who)), version_id=version.id, edit=version.edit)
    return ProcedureVersion.objects.get(id=version.id)
