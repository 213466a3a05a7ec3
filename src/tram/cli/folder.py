"""A province's folder as a whole: read and checked across its files, then brought in by one transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from tram.cash.imports import prices, receipt_books, tariffs
from tram.catalogue.imports import procedures, terms
from tram.catalogue.imports import versions as procedure_versions
from tram.core.sheets import Files, LineError, Sheet
from tram.core.upsert import Tally
from tram.custody import imports as ranges
from tram.directory.imports import areas, calendar, checklist, parameters, units
from tram.dossiers import imports as dossier_forms
from tram.programme.imports import plan
from tram.programme.imports import versions as plan_versions

Step = Callable[[str], None]
STEPS = 18
"""How often `bring_in` tells what it is doing, when nothing is wrong."""


@dataclass(frozen=True)
class Folder:
    """The rows of every file."""

    areas: Sheet[areas.AreaRow]
    units: units.Units
    times: calendar.Times
    figures: parameters.Figures
    procedures: procedures.Procedures
    prices: prices.Prices
    ranges: Sheet[ranges.RangeRow]
    books: Sheet[receipt_books.BookRow]
    criteria: checklist.Checklist
    plans: plan.Plans

    @property
    def errors(self) -> tuple[LineError, ...]:
        """Everything that the files alone show to be wrong."""
        return (
            *self.areas.errors,
            *self.units.errors,
            *self.times.errors,
            *self.figures.errors,
            *self.procedures.errors,
            *self.prices.errors,
            *self.ranges.errors,
            *self.books.errors,
            *self.plans.errors,
            *_strangers(self.books, self.units),
            *self.criteria.errors,
        )


def read(files: Files, step: Step) -> Folder:
    """The folder's rows and errors; each part is checked against the parts read before it."""
    step("areas")
    found_areas = areas.read(files)
    step("units")
    found_units = units.read(files, found_areas)
    step("calendar")
    times = calendar.read(files, found_units)
    step("parameters")
    figures = _together(
        parameters.read(files, found_areas, found_units), dossier_forms.read(files)
    )
    step("procedures")
    found_procedures = procedures.read(files, found_units)
    step("prices")
    found_prices = prices.read(files)
    step("number ranges")
    found_ranges = ranges.read(files)
    step("plan")
    return Folder(
        areas=found_areas,
        units=found_units,
        times=times,
        figures=figures,
        procedures=found_procedures,
        prices=found_prices,
        ranges=found_ranges,
        books=receipt_books.read(files),
        criteria=checklist.read(files),
        plans=plan.read(files),
    )


def _strangers(books: Sheet[receipt_books.BookRow], found: units.Units) -> Iterator[LineError]:
    """Ranges for a point that the folder does not know."""
    for row in books.rows:
        if not found.points.mentions("slug", row.unit):
            yield row.error("unit", f"Không có điểm «{row.unit}» trong service_points.csv.")


def _together(*parts: parameters.Figures) -> parameters.Figures:
    """Parameters come from several files, but the table is brought in whole."""
    return parameters.Figures(
        tuple(row for part in parts for row in part.rows),
        tuple(error for part in parts for error in part.errors),
    )


def bring_in(
    files: Files, check: bool, step: Step
) -> tuple[tuple[LineError, ...], tuple[Tally, ...]]:
    """What is wrong, or else what changed; with `check` the changes are made, counted and undone."""
    folder = read(files, step)
    if folder.errors:
        return folder.errors, ()
    try:
        return _take(folder, check, step)
    except DatabaseError as reason:
        return terms.explained(reason), ()


def _take(
    folder: Folder, check: bool, step: Step
) -> tuple[tuple[LineError, ...], tuple[Tally, ...]]:
    with transaction.atomic():
        _one_at_a_time()
        step("comparing")
        if errors := _kept(folder):
            return errors, ()
        tallies = _write(folder, step)
        connection.check_constraints()
        transaction.set_rollback(check)
    return (), tallies


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tram load'))")


def _kept(folder: Folder) -> tuple[LineError, ...]:
    """What the database cannot take."""
    return (
        *areas.kept(folder.areas),
        *units.kept(folder.units),
        *parameters.kept(folder.figures),
        *terms.kept(folder.procedures),
        *tariffs.kept(folder.prices),
        *ranges.kept(folder.ranges),
        *receipt_books.kept(folder.books),
        *checklist.kept(folder.criteria),
        *plan_versions.kept(folder.plans),
    )


def _write(folder: Folder, step: Step) -> tuple[Tally, ...]:
    step("writing areas")
    area_ids, area_tally = areas.write(folder.areas)
    step("writing units")
    unit_ids, unit_tallies = units.write(folder.units, area_ids)
    step("writing calendar")
    time_tallies = calendar.write(folder.times, unit_ids)
    step("writing parameters")
    figure_tally = parameters.write(folder.figures)
    step("writing procedures")
    procedure_tallies = procedure_versions.write(folder.procedures, unit_ids)
    step("writing prices")
    price_tallies = tariffs.write(folder.prices)
    step("writing number ranges")
    range_tally = ranges.write(folder.ranges)
    book_tally = receipt_books.write(folder.books, unit_ids)
    step("writing checklist")
    criteria_tally = checklist.write(folder.criteria)
    step("writing plan")
    plan_tallies = plan_versions.write(folder.plans)
    return (
        area_tally,
        *unit_tallies,
        *time_tallies,
        figure_tally,
        *procedure_tallies,
        *price_tallies,
        range_tally,
        book_tally,
        criteria_tally,
        *plan_tallies,
    )
