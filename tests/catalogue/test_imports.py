"""Procedures of a province's folder: what is refused, what is kept, what may no longer change."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.folder import Files, places, vinh_phuc
from tram.catalogue.imports import procedures, terms, versions
from tram.catalogue.imports.procedures import Procedures
from tram.catalogue.imports.stages import LIMIT_UNITS
from tram.catalogue.models import Fee, Procedure, ProcedureVersion
from tram.catalogue.queries import stages, withdrawn_papers
from tram.core.sheets import LineError
from tram.core.upsert import Tally
from tram.directory.imports import areas, units
from tram.directory.models import Unit
from tram.dossiers.rules.deadlines import DurationUnit

CODE = "2.000488"
SEVERAL = "2.000986"  # liên thông: several agencies in order
ALL, PAPERS, STAGES = "procedures.csv", "procedure_papers.csv", "procedure_stages.csv"


def read(files: Files) -> Procedures:
    return procedures.read(files, units.read(files, areas.read(files)))


def refused(files: Files) -> list[LineError]:
    return list(terms.kept(read(files)))


def bring_in(files: Files) -> list[Tally]:
    slugs = dict(Unit.objects.values_list("slug", "id"))
    return versions.write(read(files), slugs)


def version() -> ProcedureVersion:
    return ProcedureVersion.objects.get(procedure__code=CODE)


def test_the_folder_as_it_is_has_nothing_wrong() -> None:
    found = read(vinh_phuc())
    assert found.errors == ()
    assert (len(found.versions.rows), len(found.papers.rows)) == (203, 636)


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
    assert places(errors) == [(ALL, 205, "valid_from")]
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
    assert refused(followed_by_another(vinh_phuc(), limit="7")) == []
    bring_in(followed_by_another(vinh_phuc(), limit="7"))
    old, new = ProcedureVersion.objects.filter(procedure__code=CODE).order_by("valid_from")
    assert (old.pk, old.valid_to, new.limit_value) == (before.pk, date(2019, 12, 31), 7)
    assert [paper.name for paper in new.papers.all()] == ["Tờ khai mới"]
    assert old.papers.count() > 1


def test_papers_of_a_version_that_does_not_exist_are_refused() -> None:
    files = followed_by_another(vinh_phuc(), limit="7").replace(PAPERS, "2020-01-01", "2020-02-01")
    assert [error.column for error in read(files).errors] == ["valid_from"]


@pytest.mark.law("3f")
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
        ("name", "Cấp Phiếu lý lịch tư pháp số 1"),
        ("result", "Giấy khác"),
        ("field", "Lĩnh vực khác"),
        ("agency", "so-y-te"),
        ("limit_online_value", "7"),
        ("limit_online_unit", "month"),
        ("limit_postal_value", "7"),
        ("limit_postal_unit", "month"),
        ("legal_basis", "Luật khác"),
        ("publication_decision", "Quyết định khác"),
        ("withdraw_papers", "Giấy khác"),
    ],
)
def test_what_was_published_cannot_be_rewritten(db: None, column: str, value: str) -> None:
    files = vinh_phuc()
    line = files.line_of(ALL, code=CODE)
    told(files, line, column, value)
    errors = refused(files)
    assert places(errors) == [(ALL, line, column)]
    assert "thêm một dòng mới" in errors[0].message


@pytest.mark.law("3f")
def test_the_paper_list_of_a_published_version_cannot_be_rewritten(db: None) -> None:
    files = vinh_phuc()
    line = files.line_of(PAPERS, code=CODE, seq="2")
    files.cell(PAPERS, line, "paper", "Giấy tờ khác")
    assert places(refused(files)) == [(PAPERS, line, "paper")]
    shorter = vinh_phuc().edit(PAPERS, lambda rows: rows.pop(line - 2))
    assert places(refused(shorter)) == [(ALL, shorter.line_of(ALL, code=CODE), "paper")]


@pytest.mark.law("3f", "4d")
def test_the_stages_of_a_published_version_cannot_be_rewritten(db: None) -> None:
    files = vinh_phuc()
    line = files.line_of(STAGES, code=SEVERAL, seq="2")
    files.cell(STAGES, line, "name", "Bước khác")
    assert places(refused(files)) == [(STAGES, line, "name")]
    del files[STAGES]
    assert {error.column for error in refused(files)} == {"name"}


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("code", "9.999999", "code"),
        ("seq", "1", "seq"),
        ("unit", "so-khong-co", "unit"),
        ("name", "", "name"),
        ("value", "0", "value"),
        ("value", "20", "value"),
        ("unit_of_time", "month", "value"),
        ("unit_of_time", "phút", "unit_of_time"),
    ],
)
def test_a_stage_that_makes_no_sense_is_refused(column: str, value: str, told: str) -> None:
    files = vinh_phuc()
    line = files.line_of(STAGES, code=SEVERAL, seq="2")
    found = read(files.cell(STAGES, line, column, value)).errors
    assert (STAGES, told) in {(error.file, error.column) for error in found}


@pytest.mark.law("4d")
def test_stages_and_withdrawn_papers_come_in_in_their_order(db: None) -> None:
    found = ProcedureVersion.objects.get(procedure__code="2.999001")
    assert [(s.seq, s.unit, s.value, s.unit_of_time) for s in stages(found.id)] == [
        (1, "", 12, "hour"),
        (2, "Công an tỉnh Vĩnh Phúc", 5, "working-day"),
        (3, "Sở Lao động - Thương binh và Xã hội", 7, "working-day"),
        (4, "", 8, "hour"),
    ]
    assert withdrawn_papers(found.id) == (
        "Sổ hộ khẩu (đã xóa tên người chết)",
        "Thẻ bảo hiểm y tế của người chết",
    )
    assert not any(t.created + t.updated + t.removed for t in bring_in(vinh_phuc()))


@pytest.mark.law("3f")
def test_the_end_of_a_version_is_written_once(db: None) -> None:
    bring_in(followed_by_another(vinh_phuc(), limit="7"))
    files = followed_by_another(vinh_phuc(), limit="7")
    assert refused(files) == []
    line = files.line_of(ALL, code=CODE)
    errors = refused(files.cell(ALL, line, "valid_to", "2019-11-30"))
    assert places(errors) == [(ALL, line, "valid_to")]
    assert "31/12/2019" in errors[0].message


@pytest.mark.law("3f")
def test_the_agency_changes_only_with_a_new_version_and_does_not_change_back(db: None) -> None:
    before = vinh_phuc()
    line = before.line_of(ALL, code=CODE)
    after = followed_by_another(vinh_phuc(), limit="7")
    after.cell(ALL, len(after.rows(ALL)) + 1, "agency", "so-y-te")
    assert refused(after) == []
    bring_in(after)
    assert refused(after) == []
    assert Procedure.objects.get(code=CODE).agency == Unit.objects.get(slug="so-y-te")
    only_old = before.cell(ALL, line, "valid_to", "2019-12-31")
    assert refused(only_old) == []
    bring_in(only_old)
    assert Procedure.objects.get(code=CODE).agency == Unit.objects.get(slug="so-y-te")


def test_marks_of_the_source_may_be_corrected(db: None) -> None:
    files = vinh_phuc()
    files.cell(ALL, files.line_of(ALL, code=CODE), "source", "một nguồn khác")
    assert refused(files) == []
    counts = {tally.table: tally for tally in bring_in(files)}
    assert counts["versions"] == Tally("versions", updated=1, unchanged=202)
    assert (version().source, version().fees.get().source) == ("một nguồn khác",) * 2


@pytest.mark.law("3a", "3b")
def test_a_version_comes_in_with_the_limits_of_its_channels_and_its_law(db: None) -> None:
    files = followed_by_another(vinh_phuc(), limit="7")
    last = len(files.rows(ALL)) + 1
    told(files, last, "limit_postal_value", "9")
    told(files, last, "limit_postal_unit", "working-day")
    told(files, last, "legal_basis", "Luật Mẫu, Điều 1")
    told(files, last, "publication_decision", "QĐ 1/QĐ-UBND")
    assert read(files).errors == ()
    bring_in(files)
    new = ProcedureVersion.objects.get(procedure__code=CODE, valid_to=None)
    assert list(new.limits.values_list("channel", "value", "unit")) == [(3, 9, "working-day")]
    assert (new.legal_basis, new.publication_decision) == ("Luật Mẫu, Điều 1", "QĐ 1/QĐ-UBND")
    assert refused(files) == []
    assert not any(t.created + t.updated + t.removed for t in bring_in(files))


def test_a_channels_limit_has_both_a_number_and_a_unit() -> None:
    files = told(vinh_phuc(), 2, "limit_postal_value", "9")
    assert places(read(files).errors) == [(ALL, 2, "limit_postal_unit")]


def told(files: Files, line: int, column: str, value: str) -> Files:
    """Write one cell of procedures.csv, of a column that the file may not have yet."""
    files.edit(ALL, lambda rows: [row.setdefault(column, "") for row in rows])
    return files.cell(ALL, line, column, value)


def test_unknown_fees_have_no_row_and_none_is_zero(db: None) -> None:
    fees = Fee.objects.select_related("version__procedure")
    assert fees.count() == 126
    assert fees.filter(amount_vnd=0).count() == 60
    mixed = fees.filter(source__startswith="phí và lệ phí")
    assert {(fee.kind, fee.amount_vnd) for fee in mixed} == {("charge", 150_000)}
    assert mixed.count() == 7


def test_a_procedure_of_every_district_has_a_level_and_no_agency(db: None) -> None:
    everywhere = Procedure.objects.filter(agency=None)
    assert {each.level for each in everywhere} == {"district", "commune"}
    assert everywhere.count() == 46
    assert Procedure.objects.get(code=CODE).agency == Unit.objects.get(slug="so-tu-phap")


def test_what_an_officer_confirmed_stays_so(db: None) -> None:
    ProcedureVersion.objects.update(official=True)
    bring_in(vinh_phuc())
    assert not ProcedureVersion.objects.filter(official=False).exists()
