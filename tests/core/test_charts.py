"""Charts: where things are drawn, what they say in words, and that nothing typed becomes markup."""

from xml.etree import ElementTree

from tram.core.charts import Point, Tile, bullet, grouped, line, percent, printed, spark, tiles
from tram.core.charts.lines import BOTTOM, LEFT, RIGHT, TOP
from tram.core.charts.numbers import nice_top

SAID = ("Tỷ lệ tiếp nhận", "214/1.420 = 15 %; chỉ tiêu 15 %")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: str) -> ElementTree.Element:
    return ElementTree.fromstring(chart)


def of_class(chart: str, name: str) -> list[ElementTree.Element]:
    return [one for one in drawn(chart).iter() if name in one.get("class", "").split()]


def test_numbers_are_written_as_vietnamese_readers_write_them() -> None:
    assert [grouped(n) for n in (0, 999, 1_420, 1_234_567)] == ["0", "999", "1.420", "1.234.567"]
    assert [percent(p) for p in (None, 0, 150, 151, 1_000)] == [
        "",
        "0 %",
        "15 %",
        "15,1 %",
        "100 %",
    ]
    assert percent(151, ".") == "15.1 %"


def test_a_scale_holds_its_values_and_never_more_than_the_whole() -> None:
    assert nice_top() == 100
    assert nice_top(None, 99) == 100
    assert nice_top(150, 100) == 250
    assert nice_top(250) == 500
    assert nice_top(1_000) == 1_000


def test_a_bar_is_as_long_as_its_share_and_the_tick_stands_at_the_target() -> None:
    chart = bullet("b", SAID, 250, 500, bands=(250, 500))
    (bar,) = of_class(chart, "chart-bar")
    (tick,) = of_class(chart, "chart-target")
    assert (bar.get("x"), bar.get("width")) == ("0", "75")
    assert tick.get("x") == "150"
    wide, narrow = of_class(chart, "chart-band-2"), of_class(chart, "chart-band-1")
    assert (wide[0].get("width"), narrow[0].get("width")) == ("150", "75")
    order = [one.get("class") for one in drawn(chart)[2:]]
    assert order == ["chart-track", "chart-band-2", "chart-band-1", "chart-bar", "chart-target"]


def test_what_is_not_measured_has_no_bar_and_nought_has_a_hairline() -> None:
    assert not of_class(bullet("b", SAID, None, 150), "chart-bar")
    (bar,) = of_class(bullet("b", SAID, 0, 150), "chart-bar")
    assert bar.get("width") == "1"
    assert not of_class(bullet("b", SAID, 0, None), "chart-target")


def test_nothing_is_drawn_beyond_the_end_of_the_scale() -> None:
    chart = bullet("b", SAID, 2_000, 1_000, top=500)
    assert of_class(chart, "chart-bar")[0].get("width") == "300"
    assert of_class(chart, "chart-target")[0].get("x") == "297"


def test_every_chart_says_its_title_and_description() -> None:
    charts = [
        bullet("one", SAID, 1, 2),
        line("two", SAID, [Point("1", 1)]),
        spark("three", SAID, [1, 2]),
        tiles("four", SAID, [Tile(0, 0, "A", "1 %")]),
    ]
    for name, chart in zip(("one", "two", "three", "four"), charts, strict=True):
        root = drawn(chart)
        title, description = root[0], root[1]
        assert (title.text, description.text) == SAID
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert title.get("id") == f"{name}-title"
        assert "style" not in chart


def test_words_cannot_become_markup() -> None:
    bad = '<script>"&'
    for chart in (
        bullet("b", (bad, bad), 1, 1),
        line("l", (bad, bad), [Point(bad, 1)]),
        tiles("t", (bad, bad), [Tile(0, 0, bad, bad, url=bad, said=bad)]),
    ):
        assert "<script" not in chart
        assert drawn(chart)[0].text == bad


def test_months_without_a_value_leave_a_gap() -> None:
    points = [Point("1", 0), Point("2", 100), Point("3"), Point("4", 250)]
    chart = line("l", SAID, points, top=250)
    runs = [one.get("points", "").split() for one in of_class(chart, "chart-line")]
    assert [len(run) for run in runs] == [2, 1]
    first, last = runs[0][0], runs[1][0]
    quarter = (RIGHT - LEFT) / 4
    assert first == f"{LEFT + quarter / 2:.1f},{BOTTOM:.1f}"
    assert last == f"{LEFT + quarter * 3.5:.1f},{TOP:.1f}"
    assert len(of_class(chart, "chart-dot")) == 3


def test_a_change_of_target_is_a_step() -> None:
    points = [Point("1", 1, 150), Point("2", 1, 150), Point("3", 1, 200), Point("4", 1)]
    goals = of_class(line("l", SAID, points, top=250), "chart-goal")
    spans = [(float(g.get("x1", "")), float(g.get("x2", ""))) for g in goals]
    quarter = (RIGHT - LEFT) / 4
    assert spans == [(LEFT, LEFT + 2 * quarter), (LEFT + 2 * quarter, LEFT + 3 * quarter)]
    assert float(goals[0].get("y1", "")) > float(goals[1].get("y1", "")), (
        "higher is nearer the top"
    )


def test_an_empty_line_and_an_empty_map_are_still_pictures() -> None:
    assert not of_class(line("l", SAID, []), "chart-line")
    assert drawn(tiles("t", SAID, [])).get("viewBox") == "0 0 100 80"
    assert len(of_class(spark("s", SAID, []), "chart-dot")) == 0


def test_a_spark_rises_with_its_values() -> None:
    (path,) = of_class(spark("s", SAID, [0, 5, 10]), "chart-line")
    assert path.get("points") == "4.0,24.0 60.0,14.0 116.0,4.0"


def test_tiles_stand_where_the_data_puts_them_and_say_how_they_stand() -> None:
    drawn_tiles = [
        Tile(0, 0, "Bắc", "12 %", "met", "/bac/", "Bắc: đạt"),
        Tile(1, 2, "Nam", "chưa đo"),
    ]
    chart = tiles("t", SAID, drawn_tiles)
    assert drawn(chart).get("viewBox") == "0 0 300 160"
    north, south = of_class(chart, "chart-tile")
    assert north.tag == f"{SVG}a"
    assert (north.get("href"), north.get("aria-label")) == ("/bac/", "Bắc: đạt")
    assert south.tag == f"{SVG}g"
    box = south.find(f"{SVG}rect")
    assert box is not None
    assert (box.get("x"), box.get("y")) == ("202", "82")
    assert [one.text for one in north.iter(f"{SVG}text")] == ["Bắc", "✓ 12 %"]
    assert [one.text for one in south.iter(f"{SVG}text")] == ["Nam", "– chưa đo"]


def test_on_paper_a_chart_brings_its_own_inks() -> None:
    chart = printed(bullet("b", SAID, 1, 2))
    assert drawn(chart)[0].tag == f"{SVG}style"
    assert ".chart-bar" in (drawn(chart)[0].text or "")
