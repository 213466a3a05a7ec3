"""Things on a list to be handed over: numbers, seal, papers counted; nothing about persons."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tram.custody.models import ItemKind
from tram.custody.queries.holders import dossier_label
from tram.custody.rules.handovers import ManifestKind

NOUNS: dict[ManifestKind, str] = {
    ManifestKind.PICK_UP: "bưu gửi",
    ManifestKind.HAND_OVER: "bưu gửi",
    ManifestKind.TO_AGENCY: "hồ sơ",
    ManifestKind.RESULT_TO_DESK: "kết quả",
    ManifestKind.RESULT_OUT: "bưu gửi",
    ManifestKind.BETWEEN_AGENCIES: "hồ sơ",
    ManifestKind.PAPERS_TO_DESK: "hồ sơ trả lại",
    ManifestKind.PAPERS_OUT: "bưu gửi",
    ManifestKind.ORIGINALS_IN: "bản chính thu hồi",
    ManifestKind.ORIGINALS_TO_AGENCY: "bản chính thu hồi",
    ManifestKind.OFFICE_IN: "bưu gửi",
    ManifestKind.OFFICE_OUT: "bưu gửi",
    ManifestKind.SHUTTLE_OUT: "hồ sơ",
    ManifestKind.SHUTTLE_AGENCY: "hồ sơ",
    ManifestKind.SHUTTLE_BACK: "kết quả, hồ sơ",
    ManifestKind.SHUTTLE_DESK: "kết quả, hồ sơ",
    ManifestKind.RUN_SHEET: "bưu gửi",
    ManifestKind.HOLD: "bưu gửi",
    ManifestKind.HOLD_BACK: "bưu gửi",
    ManifestKind.RETURN_IN: "bưu gửi",
}
COLUMNS = """
i.id, i.kind, coalesce(v.number, ''), coalesce(v.seal_number, ''), v.grams, d.id, d.number,
coalesce(p.papers, '[]'::json)
"""
JOINS = """
JOIN dossiers_dossier d ON d.id = i.dossier_id
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_array(q.name, q.originals, q.certified, q.copies) ORDER BY q.seq) AS papers
  FROM (
    SELECT name, originals, certified, copies, seq FROM dossiers_dossierpaper
    WHERE dossier_id = d.id AND i.kind = 'papers' AND originals + certified + copies > 0
    UNION ALL
    SELECT n.name, n.originals, n.certified, n.copies, n.seq FROM dossiers_letterpaper n
    JOIN dossiers_letter l ON l.id = n.letter_id
    WHERE i.kind = 'supplement' AND l.dossier_id = d.id AND n.received
    UNION ALL
    SELECT o.name || ' ' || o.number, 1, 0, 0, o.seq FROM custody_collectedoriginal o
    WHERE i.kind = 'withdrawn' AND o.dossier_id = d.id AND o.number <> ''
  ) q
) p ON true
"""


@dataclass(frozen=True)
class Paper:
    """One paper of a dossier with its three quantities (bản chính, bản chứng thực, bản sao)."""

    name: str
    originals: int
    certified: int
    copies: int


@dataclass(frozen=True)
class Thing:
    """An item as a list of hand-over names it; `number` is empty for the post, which has no need of it."""

    item_id: UUID
    kind: ItemKind
    s10: str
    seal: str
    grams: int | None
    dossier_id: UUID
    number: str
    papers: tuple[Paper, ...]

    @property
    def label(self) -> str:
        """What people call it: the dossier's number or its short opaque id."""
        return dossier_label(self.number, self.dossier_id)

    @property
    def code(self) -> str:
        """What a scanner reads on it: the postal number, else the dossier's."""
        return self.s10 or self.number

    @property
    def counts(self) -> tuple[int, int, int]:
        """Originals, certified copies and copies inside; a result is one original."""
        if self.kind == ItemKind.RESULT:
            return (1, 0, 0)
        papers = self.papers
        return (
            sum(paper.originals for paper in papers),
            sum(paper.certified for paper in papers),
            sum(paper.copies for paper in papers),
        )


def thing(row: tuple[Any, ...], *, postal: bool) -> Thing:
    """A row of COLUMNS; seen by the post without the dossier's number."""
    item_id, kind, s10, seal, grams, dossier_id, number, papers = row
    return Thing(
        item_id=item_id,
        kind=ItemKind(kind),
        s10=s10,
        seal=seal,
        grams=grams,
        dossier_id=dossier_id,
        number="" if postal else number or "",
        papers=tuple(Paper(*paper) for paper in papers),
    )
