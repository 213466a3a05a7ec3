"""Fewer indexes on the tables that every intake and hand-over writes: none repeats a longer one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_agreements_qualification_training"),
        ("dossiers", "0010_undelivered"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dossiers",
                to="directory.unit",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="desk",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="desk_dossiers",
                to="directory.unit",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="handling",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handled",
                to="directory.unit",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="intake_point",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken_in",
                to="directory.unit",
            ),
        ),
        migrations.AlterField(
            model_name="dossierpaper",
            name="dossier",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="papers",
                to="dossiers.dossier",
            ),
        ),
        migrations.AlterField(
            model_name="party",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="party",
            name="dossier",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parties",
                to="dossiers.dossier",
            ),
        ),
        migrations.AlterField(
            model_name="trackingcode",
            name="dossier",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="codes",
                to="dossiers.dossier",
            ),
        ),
    ]
