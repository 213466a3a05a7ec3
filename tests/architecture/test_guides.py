"""The guides say what the pages say: one page for each role, every label in bold stands on some page."""

import re
from pathlib import Path

import pytest

from tram.accounts.rules.access import Role

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
SOURCE = ROOT / "src" / "tram"
GUIDE_OF = {
    Role.TELLER: "giao-dich-vien",
    Role.POSTMAN: "buu-ta",
    Role.POST_MANAGER: "quan-ly-buu-dien",
    Role.ONE_STOP_OFFICER: "can-bo-mot-cua",
    Role.CASE_OFFICER: "chuyen-vien-lanh-dao",
    Role.LEADER: "chuyen-vien-lanh-dao",
    Role.AGENCY_REPORTER: "dau-moi-bao-cao",
    Role.STANDING_AGENCY: "co-quan-thuong-truc",
    Role.PROVINCE_OFFICE: "van-phong-ubnd-tinh",
    Role.ADMINISTRATOR: "quan-tri-tai-khoan",
}
LABEL = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
ITALIC = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
LONGEST = 60


def one_line(text: str) -> str:
    return " ".join(text.split())


SCREENS = one_line(
    " ".join(
        path.read_text() for end in ("html", "py") for path in sorted(SOURCE.rglob(f"*.{end}"))
    )
)


def stands_on_a_page(label: str) -> bool:
    return any(words in SCREENS for words in (f'"{label}"', f'"{label}:"', f">{label}<"))


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_every_label_in_bold_stands_on_a_page(path: Path) -> None:
    labels = [one_line(label) for label in LABEL.findall(path.read_text())]
    assert not [label for label in labels if not stands_on_a_page(label)]


def test_the_tour_of_the_readme_clicks_what_is_there() -> None:
    tour = (ROOT / "README.md").read_text().split("## A tour")[1].split("\n## ")[0]
    labels = [one_line(label) for label in ITALIC.findall(tour)]
    procedures = (ROOT / "data" / "vinh-phuc" / "procedures.csv").read_text()
    assert len(labels) > 15
    assert not [one for one in labels if not stands_on_a_page(one) and one not in procedures]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_a_guide_is_one_page(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST
    assert path.name == "README.md" or f"]({path.name})" in (path.parent / "README.md").read_text()


def test_there_is_a_guide_for_each_role_and_for_citizens() -> None:
    assert set(GUIDE_OF) == set(Role)
    assert {path.stem for path in GUIDES} == {"README", "cong-dan", *GUIDE_OF.values()}
