"""An index costs at every row written: the tables of the counter and the desk keep none twice."""

import pytest
from django.db import connection

HOT = (
    "cash_receipt", "custody_envelope", "custody_manifest", "custody_manifestentry",
    "custody_postalclock", "custody_recipient", "custody_signature", "custody_voucherissue",
    "custody_vouchersignature", "dossiers_dossier", "dossiers_dossierpaper", "dossiers_party",
    "dossiers_trackingcode",
)  # fmt: skip
TWICE = """
SELECT one.indexrelid::regclass::text, longer.indexrelid::regclass::text
FROM pg_index one
JOIN pg_index longer ON longer.indrelid = one.indrelid AND longer.indexrelid <> one.indexrelid
  AND longer.indnatts > 1 AND longer.indpred IS NULL
  AND longer.indkey[0] = one.indkey[0] AND longer.indclass[0] = one.indclass[0]
WHERE one.indrelid = ANY(%s::regclass[]) AND one.indnatts = 1 AND one.indkey[0] <> 0
  AND one.indpred IS NULL AND NOT one.indisunique
"""
FIRST = """
SELECT c.conrelid::regclass::text || '.' || a.attname FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.conrelid = ANY(%s::regclass[]) AND NOT EXISTS (
  SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])
"""


def _asked(question: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [list(HOT)])
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_no_index_repeats_the_beginning_of_a_longer_one() -> None:
    assert _asked(TWICE) == []


@pytest.mark.django_db
def test_only_who_did_it_has_no_index() -> None:
    """Nobody is looked for by what he wrote there, and a user is never deleted."""
    bare = {name.rpartition(".")[2] for (name,) in _asked(FIRST)}
    assert bare == {"by_id", "sealed_by_id", "opened_by_id"}
