"""Scanned files of a dossier: rows that are added and retired, never changed otherwise, never deleted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_book"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DossierFile",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paper", "Giấy tờ trong hồ sơ"),
                            ("supplement", "Giấy tờ bổ sung"),
                            ("result", "Kết quả giải quyết"),
                            ("evidence", "Văn bản, bằng chứng khác"),
                        ],
                        max_length=12,
                    ),
                ),
                ("paper_seq", models.PositiveSmallIntegerField(null=True)),
                ("name", models.CharField(max_length=120, verbose_name="tên tệp")),
                (
                    "media_type",
                    models.CharField(
                        choices=[
                            ("application/pdf", "PDF"),
                            ("image/jpeg", "ảnh JPEG"),
                            ("image/png", "ảnh PNG"),
                        ],
                        max_length=20,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("pages", models.PositiveIntegerField()),
                ("uploaded_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "retired_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do gỡ"),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("dossier", "kind", "sha256"),
                        name="file_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="file_digest"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pages__gt", 0), ("size__gt", 0)),
                        name="file_holds_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("retired_at", None), ("retired_by", None), ("retired_reason", "")
                            ),
                            models.Q(
                                ("retired_at__isnull", False),
                                ("retired_by__isnull", False),
                                models.Q(("retired_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="file_retired_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL("COMMENT ON TABLE public.dossiers_dossierfile IS 'retirable'"),
    ]
