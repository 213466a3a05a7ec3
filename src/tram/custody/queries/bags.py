"""Bags as people see them: which a holder has, what is inside one, who may open it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from tram.custody.queries.holders import holder_name_sql

BAGS = f"""
SELECT b.id, b.number, b.holder_id, {holder_name_sql("h")}, b.made_at, b.seal_number, b.sealed_at, b.opened_at,
  (SELECT count(*) FROM custody_bagitem c WHERE c.bag_id = b.id
    AND (c.taken_out_at IS NULL OR c.taken_out_at = b.opened_at)),
  (SELECT m.to_holder_id FROM custody_manifestentry e JOIN custody_manifest m ON m.id = e.manifest_id
    WHERE e.bag_id = b.id AND m.state = 'offered' LIMIT 1)
FROM custody_bag b JOIN custody_holder h ON h.id = b.holder_id
"""
INSIDE = """
SELECT c.item_id, coalesce(v.number, d.number, upper(left(d.id::text, 8))), p.full_name, c.put_at, c.taken_out_at
FROM custody_bagitem c JOIN accounts_user p ON p.id = c.put_by_id
JOIN custody_item i ON i.id = c.item_id JOIN dossiers_dossier d ON d.id = i.dossier_id
LEFT JOIN custody_envelope v ON v.id = c.envelope_id
WHERE c.bag_id = %s ORDER BY c.id DESC
"""


@dataclass(frozen=True)
class Bag:
    """One bag: its number, who has it, its seal, how many things are or were sealed inside, who is to receive it."""

    id: UUID
    number: str
    holder_id: int
    holder: str
    made_at: datetime
    seal: str
    sealed_at: datetime | None
    opened_at: datetime | None
    count: int
    receiver_id: int | None

    @property
    def state(self) -> str:
        """How far it is, in words."""
        if self.opened_at:
            return "Đã mở"
        return "Đã niêm phong" if self.sealed_at else "Đang đóng túi"

    @property
    def is_open(self) -> bool:
        """True while things may be put in and taken out."""
        return self.sealed_at is None


@dataclass(frozen=True)
class Inside:
    """One thing in a bag: by whom and when put in, when taken out."""

    item_id: UUID
    code: str
    by: str
    at: datetime
    taken_out_at: datetime | None


def bags_of(holders: list[int]) -> list[Bag]:
    """The bags that these holders have and nobody opened, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{BAGS} WHERE b.holder_id = ANY(%s) AND b.opened_at IS NULL ORDER BY b.made_at DESC LIMIT 100",
            [holders],
        )
        return [Bag(*row) for row in cursor.fetchall()]


def bag_of(bag_id: UUID) -> Bag | None:
    """One bag, or None."""
    with connection.cursor() as cursor:
        cursor.execute(f"{BAGS} WHERE b.id = %s", [bag_id])
        row = cursor.fetchone()
    return Bag(*row) if row else None


def inside(bag_id: UUID) -> list[Inside]:
    """Everything that was ever put into a bag, the last first."""
    with connection.cursor() as cursor:
        cursor.execute(INSIDE, [bag_id])
        return [Inside(*row) for row in cursor.fetchall()]
