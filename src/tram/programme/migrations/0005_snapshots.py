"""Frozen periods: append-only, and a text whose hash is not its own is refused (51b)."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tram.core.books import protect

HASHED = """
ALTER TABLE public.programme_snapshot ADD CONSTRAINT snapshot_hashed
  CHECK (hash = sha256(public.tram_text_bytes(document)));
"""
BACK = "ALTER TABLE public.programme_snapshot DROP CONSTRAINT snapshot_hashed"


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0004_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("year", "Năm dương lịch"),
                            ("quarter", "Quý"),
                            ("month", "Tháng"),
                            ("law-year", "Năm theo Nghị định 09/2019 (15/12–14/12)"),
                            ("law-half", "Sáu tháng theo Nghị định 09/2019 (từ ngày 15)"),
                            ("law-quarter", "Quý theo Nghị định 09/2019 (từ ngày 15)"),
                            ("law-month", "Tháng theo Nghị định 09/2019 (15–14)"),
                            (
                                "centre-month",
                                "Tháng của Trung tâm Phục vụ hành chính công (21–20)",
                            ),
                        ],
                        max_length=16,
                        verbose_name="loại kỳ",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("number", models.PositiveSmallIntegerField(verbose_name="kỳ thứ")),
                ("first", models.DateField(verbose_name="từ ngày")),
                ("last", models.DateField(verbose_name="đến ngày")),
                ("version", models.PositiveSmallIntegerField(verbose_name="lần chốt")),
                ("document", models.TextField()),
                ("hash", models.BinaryField(max_length=32)),
                ("books", models.JSONField(default=dict)),
                ("simulated", models.BooleanField(default=False)),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do chốt lại"),
                ),
                ("at", models.DateTimeField(verbose_name="chốt lúc")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.planversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SnapshotList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=64, verbose_name="đơn vị")),
                ("indicator", models.CharField(max_length=24, verbose_name="chỉ tiêu")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("numerator", "Tử số"),
                            ("denominator", "Mẫu số"),
                            ("excluded", "Không tính"),
                        ],
                        max_length=12,
                        verbose_name="vế",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=40, verbose_name="lý do không tính"),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lists",
                        to="programme.snapshot",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                fields=("kind", "year", "number", "version"), name="snapshot_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("version", 1)),
                    models.Q(("version__gt", 1), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="snapshot_again_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="snapshot_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshotlist",
            constraint=models.UniqueConstraint(
                fields=("snapshot", "unit", "indicator", "side", "reason"),
                name="snapshot_list_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshotlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("side", "excluded"), models.Q(("reason", ""), _negated=True)),
                    models.Q(models.Q(("side", "excluded"), _negated=True), ("reason", "")),
                    _connector="OR",
                ),
                name="excluded_with_reason",
            ),
        ),
        migrations.RunSQL(HASHED, BACK),
        migrations.RunSQL(protect("programme_snapshot", "log")),
        migrations.RunSQL(protect("programme_snapshotlist", "log")),
    ]
