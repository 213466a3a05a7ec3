"""Time limits by channel, and what a published version says of its law."""

import django.db.models.deletion
from django.db import migrations, models

import tram.catalogue.models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_tables")]

    operations = [
        migrations.AddField(
            model_name="procedureversion",
            name="legal_basis",
            field=models.TextField(blank=True, verbose_name="căn cứ pháp lý"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="publication_decision",
            field=models.TextField(blank=True, verbose_name="quyết định công bố"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="published_at",
            field=models.DateTimeField(null=True, verbose_name="công bố lúc"),
        ),
        migrations.CreateModel(
            name="TimeLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.PositiveSmallIntegerField(
                        choices=tram.catalogue.models.Channel.choices,
                        verbose_name="kênh thực hiện",
                    ),
                ),
                ("value", models.PositiveIntegerField(verbose_name="thời hạn")),
                ("unit", models.CharField(max_length=16, verbose_name="đơn vị thời hạn")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="limits",
                        to="catalogue.procedureversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "channel"), name="limit_once")
                ]
            },
        ),
    ]
