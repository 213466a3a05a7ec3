"""Procedures of a province's folder: what is refused, what is kept, what may no longer change."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.folder import Files, places, vinh_phuc
from tram.catalogue.imports import procedures, versions
from tram.catalogue.imports.procedures import LIMIT_UNITS, Procedures
from tram.catalogue.models import Fee, Procedure, ProcedureVersion
from tram.core.sheets import LineError
from tram.core.upsert import Tally
from tram.directory.imports import areas, units
from tram.directory.models import Unit
from tram.dossiers.rules.deadlines import DurationUnit

CODE = "2.000488"
ALL, PAPERS = "procedures.csv", "procedure_papers.csv"


def read(files: Files) -> Procedures:
    return procedures.read(files, units.read(files, areas.read(files)))


def refused(files: Files, used: set[int]) -> list[LineError]:
    return list(versions.kept(read(files), used))


def bring_in(files: Files) -> list[Tally]:
    slugs = dict(Unit.objects.values_list("slug", "id"))
    return versions.write(read(files), slugs)


def version() -> ProcedureVersion:
    return ProcedureVersion.objects.get(procedure__code=CODE)


def test_the_folder_as_it_is_has_nothing_wrong() -> None:
    found = read(vinh_phuc())
    assert found.errors == ()
    assert (len(found.versions.rows), len(found.papers.rows)) == (201, 630)


def test_limits_are_counted_in_the_units_that_the_legal_clock_knows() -> None:
    assert set(LIMIT_UNITS) == set(DurationUnit)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("code", "2000488", "code"),
        ("agency", "so-khong-co", "agency"),
        ("agency", "ubnd-xa", "level"),
        ("level", "trung ương", "level"),
        ("limit_unit", "", "limit_unit"),
        ("limit_value", "0", "limit_value"),
        ("limit_value", "10 ngày", "limit_value"),
        ("fee_vnd", "", "fee_vnd"),
        ("fee_vnd", "200.000", "fee_vnd"),
        ("fee_kind", "", "fee_kind"),
        ("fee_kind", "giá", "fee_kind"),
        ("presence_required", "yes", "postal_in"),
        ("postal_in", "no", "postal_in_reason"),
        ("postal_out", "no", "postal_out_reason"),
        ("postal_out", "có", "postal_out"),
        ("valid_to", "2018-12-31", "valid_to"),
        ("name", "=HYPERLINK(1)", "name"),
    ],
)
def test_a_procedure_that_makes_no_sense_is_refused(column: str, value: str, told: str) -> None:
    files = vinh_phuc()
    line = files.line_of(ALL, code=CODE)
    errors = read(files.cell(ALL, line, column, value)).errors
    assert (ALL, line, told) in places(errors)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("code", "9.999999", "code"),
        ("seq", "2", "seq"),
        ("paper", "", "paper"),
        ("originals", "0", "originals"),
        ("copies", "-1", "copies"),
        ("mandatory", "", "mandatory"),
    ],
)
def test_a_paper_that_makes_no_sense_is_refused(column: str, value: str, told: str) -> None:
    files = vinh_phuc()
    line = files.line_of(PAPERS, code=CODE, seq="1")
    found = read(files.cell(PAPERS, line, column, value)).errors
    assert told in {error.column for error in found}
    assert {error.file for error in found} == {PAPERS}


@pytest.mark.law("3e")
def test_two_versions_are_never_in_force_on_one_day(db: None) -> None:
    files = vinh_phuc()
    line = files.line_of(ALL, code=CODE)
    errors = read(files.add(ALL, line, valid_from="2020-01-01")).errors
    assert places(errors) == [(ALL, 203, "valid_from")]
    again = version()
    again.pk, again.valid_from = None, date(2020, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def followed_by_another(files: Files, *, limit: str) -> Files:
    """The version ends with 2019 and another begins, with another limit and one paper of its own."""
    line = files.line_of(ALL, code=CODE)
    files.add(ALL, line, valid_from="2020-01-01", limit_value=limit)
    files.cell(ALL, line, "valid_to", "2019-12-31")
    lines = files[PAPERS].decode().splitlines()
    own = f'{CODE},1,"Tờ khai mới",1,0,0,yes,2020-01-01'
    dated = [lines[0] + ",valid_from", *(f"{each}," for each in lines[1:]), own]
    files[PAPERS] = "\n".join(dated).encode()
    return files


def test_a_version_is_followed_by_another_with_papers_of_its_own(db: None) -> None:
    before = version()
    assert refused(followed_by_another(vinh_phuc(), limit="7"), {before.pk}) == []
    bring_in(followed_by_another(vinh_phuc(), limit="7"))
    old, new = ProcedureVersion.objects.filter(procedure__code=CODE).order_by("valid_from")
    assert (old.pk, old.valid_to, new.limit_value) == (before.pk, date(2019, 12, 31), 7)
    assert [paper.name for paper in new.papers.all()] == ["Tờ khai mới"]
    assert old.papers.count() > 1


def test_papers_of_a_version_that_does_not_exist_are_refused() -> None:
    files = followed_by_another(vinh_phuc(), limit="7").replace(PAPERS, "2020-01-01", "2020-02-01")
    assert [error.column for error in read(files).errors] == ["valid_from"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("limit_value", "11"),
        ("limit_unit", "month"),
        ("fee_vnd", "150000"),
        ("fee_kind", "lệ phí"),
        ("postal_in", ""),
        ("postal_out", ""),
        ("presence_required", ""),
        ("same_day", "yes"),
    ],
)
def test_what_a_dossier_was_taken_in_under_cannot_be_rewritten(
    db: None, column: str, value: str
) -> None:
    files = vinh_phuc()
    line = files.line_of(ALL, code=CODE)
    files.cell(ALL, line, column, value)
    assert refused(files, set()) == []
    errors = refused(files, {version().pk})
    assert places(errors) == [(ALL, line, column)]
    assert "thêm một dòng mới" in errors[0].message


def test_the_paper_list_of_a_dossier_cannot_be_rewritten(db: None) -> None:
    files = vinh_phuc()
    line = files.line_of(PAPERS, code=CODE, seq="2")
    files.cell(PAPERS, line, "paper", "Giấy tờ khác")
    assert places(refused(files, {version().pk})) == [(PAPERS, line, "paper")]
    shorter = vinh_phuc().edit(PAPERS, lambda rows: rows.pop(line - 2))
    assert places(refused(shorter, {version().pk})) == [
        (ALL, shorter.line_of(ALL, code=CODE), "paper")
    ]


def test_a_name_is_no_term_and_may_be_corrected(db: None) -> None:
    files = vinh_phuc()
    files.cell(ALL, files.line_of(ALL, code=CODE), "name", "Cấp Phiếu lý lịch tư pháp số 1")
    assert refused(files, {version().pk}) == []
    counts = {tally.table: tally for tally in bring_in(files)}
    assert counts["versions"] == Tally("versions", updated=1, unchanged=200)
    assert version().search_key == "2.000488 cap phieu ly lich tu phap so 1"


def test_a_paper_taken_off_the_list_goes(db: None) -> None:
    files = vinh_phuc()
    before = version().papers.count()
    line = files.line_of(PAPERS, code=CODE, seq="2")
    bring_in(files.edit(PAPERS, lambda rows: rows.pop(line - 2)))
    assert version().papers.count() == before - 1


def test_unknown_fees_have_no_row_and_none_is_zero(db: None) -> None:
    fees = Fee.objects.select_related("version__procedure")
    assert fees.count() == 125
    assert fees.filter(amount_vnd=0).count() == 59
    mixed = fees.filter(source__startswith="phí và lệ phí")
    assert {(fee.kind, fee.amount_vnd) for fee in mixed} == {("charge", 150_000)}
    assert mixed.count() == 7


def test_a_procedure_of_every_district_has_a_level_and_no_agency(db: None) -> None:
    everywhere = Procedure.objects.filter(agency=None)
    assert {each.level for each in everywhere} == {"district", "commune"}
    assert everywhere.count() == 44
    assert Procedure.objects.get(code=CODE).agency == Unit.objects.get(slug="so-tu-phap")


def test_what_an_officer_confirmed_stays_so_until_its_terms_change(db: None) -> None:
    ProcedureVersion.objects.update(official=True)
    bring_in(vinh_phuc())
    assert not ProcedureVersion.objects.filter(official=False).exists()
    files = vinh_phuc()
    bring_in(files.cell(ALL, files.line_of(ALL, code=CODE), "limit_value", "11"))
    assert ProcedureVersion.objects.filter(official=False).get() == version()
