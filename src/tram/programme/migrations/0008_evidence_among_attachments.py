"""The files behind the plan's registers join those of the other registers: one table for one thing."""

import django.db.models.deletion
from django.db import migrations, models

# The rows keep their ids, so what names them need not change. Constraints are checked at once: the tables change next.
MOVED = """
INSERT INTO public.directory_attachment (id, name, media_type, size, sha256, pages, by_id, at)
  SELECT id, name, media_type, size, sha256, pages, by_id, at FROM public.programme_evidencefile;
SET CONSTRAINTS ALL IMMEDIATE;
"""
NAMED = (("outreach", "evidence"), ("mediaitem", "evidence"), ("agencyreport", "file"))


def kept_among_attachments(model: str, field: str) -> migrations.AlterField:
    """The column names a file among the attachments."""
    to = models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="directory.attachment",
    )
    return migrations.AlterField(model_name=model, name=field, field=to)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0007_attachments_hold_something"),
        ("programme", "0007_facts_by_index"),
    ]

    operations = [
        migrations.RunSQL(MOVED),
        *(kept_among_attachments(model, field) for model, field in NAMED),
        migrations.DeleteModel(name="EvidenceFile"),
    ]
