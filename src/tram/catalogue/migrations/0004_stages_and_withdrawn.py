"""The stages of a version and the originals it takes back, frozen like its other parts once it is published."""

import django.db.models.deletion
from django.db import migrations, models

ON_PART = """
CREATE TRIGGER {table}_published BEFORE INSERT OR UPDATE OR DELETE ON public.{table}
  FOR EACH ROW EXECUTE FUNCTION public.catalogue_part_published();
"""
TABLES = ("catalogue_stage", "catalogue_withdrawnpaper")


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_published"),
        ("directory", "0002_succession"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=300, verbose_name="tên bước")),
                ("value", models.PositiveIntegerField(verbose_name="thời gian")),
                ("unit_of_time", models.CharField(max_length=16, verbose_name="đơn vị thời gian")),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="directory.unit",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="catalogue.procedureversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "seq"), name="stage_once"),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 1)), name="stage_takes_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WithdrawnPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=500, verbose_name="tên giấy tờ")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withdrawn",
                        to="catalogue.procedureversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "seq"), name="withdrawn_once")
                ],
            },
        ),
        *(migrations.RunSQL(ON_PART.format(table=table)) for table in TABLES),
    ]
