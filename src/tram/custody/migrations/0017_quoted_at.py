"""The time of each price told before: when its dossier or its way home was registered, else when its list began."""

from django.db import migrations

FILL = """
UPDATE cash_quotation q SET at = coalesce(
  (SELECT d.registered_at FROM dossiers_dossier d WHERE d.id = q.subject),
  (SELECT r.ordered_at FROM custody_returnorder r WHERE r.subject = q.subject),
  (SELECT min(l.recorded_at) FROM cash_line l WHERE l.stream = q.subject),
  (SELECT t.valid_from FROM cash_tariff t WHERE t.id = q.tariff_id)::timestamptz)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cash", "0011_quoted_at"),
        ("custody", "0016_fewer_indexes"),
        ("dossiers", "0012_voided"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
