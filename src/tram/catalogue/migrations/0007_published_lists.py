"""Lists of postal procedures as agencies published them: frozen rows, append-only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tram.core.books import protect


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_whole"),
        ("directory", "0006_agreements_qualification_training"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decision", models.CharField(max_length=120, verbose_name="số quyết định")),
                ("decided_on", models.DateField(verbose_name="ngày quyết định")),
                ("valid_from", models.DateField(verbose_name="áp dụng từ ngày")),
                ("valid_to", models.DateField(null=True, verbose_name="đến hết ngày")),
                (
                    "demonstration",
                    models.BooleanField(default=False, verbose_name="số liệu trình diễn"),
                ),
                ("at", models.DateTimeField(verbose_name="công bố lúc")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_lists",
                        to="directory.unit",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ListedProcedure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=20, verbose_name="mã thủ tục")),
                ("name", models.CharField(max_length=500, verbose_name="tên thủ tục")),
                ("field", models.CharField(max_length=160, verbose_name="lĩnh vực")),
                ("sending", models.BooleanField(verbose_name="nhận gửi hồ sơ")),
                ("sending_reason", models.TextField(blank=True)),
                ("returning", models.BooleanField(verbose_name="chuyển trả kết quả")),
                ("returning_reason", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.procedureversion",
                    ),
                ),
                (
                    "published",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="catalogue.publishedlist",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="publishedlist",
            index=models.Index(
                fields=["agency", "-valid_from", "-id"], name="published_list_latest"
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="published_list_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedlist",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision", ""), _negated=True),
                name="published_list_by_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="listedprocedure",
            constraint=models.UniqueConstraint(fields=("published", "seq"), name="listed_once"),
        ),
        migrations.RunSQL(protect("catalogue_publishedlist", "log"), migrations.RunSQL.noop),
        migrations.RunSQL(protect("catalogue_listedprocedure", "log"), migrations.RunSQL.noop),
    ]
