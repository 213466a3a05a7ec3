"""Drafts: one for each procedure, beside what is in force; and the log of who published and confirmed."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tram.catalogue.models
import tram.directory.models
from tram.core.books import protect


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_stages_and_withdrawn"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VersionAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=tram.catalogue.models.VersionStep.choices,
                        max_length=8,
                        verbose_name="việc",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="lúc")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="procedureversion",
            name="version_no_overlap",
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="edit",
            field=models.PositiveIntegerField(default=0, verbose_name="lần sửa"),
        ),
        migrations.AddConstraint(
            model_name="procedureversion",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("published_at__isnull", False)),
                expressions=[
                    ("procedure", "="),
                    (
                        tram.directory.models.DateRange(
                            "valid_from", "valid_to", models.Value("[]")
                        ),
                        "&&",
                    ),
                ],
                name="version_no_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedureversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("edit__gt", 0), ("published_at", None)),
                fields=("procedure",),
                name="one_draft",
            ),
        ),
        migrations.AddField(
            model_name="versionact",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="versionact",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acts",
                to="catalogue.procedureversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionact",
            constraint=models.UniqueConstraint(
                fields=("version", "step"), name="version_act_once"
            ),
        ),
        migrations.RunSQL(protect("catalogue_versionact", "log")),
    ]
