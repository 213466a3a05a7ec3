"""What holds of a service point from a day on, what stands there, and the sheets that post managers send in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tram.directory.rules.points
from tram.core.books import protect


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_stated_succession"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PostSheet",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=tram.directory.rules.points.PostSheetKind.choices,
                        max_length=8,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="tên tệp")),
                ("sha256", models.CharField(max_length=64)),
                ("lines", models.JSONField(verbose_name="các dòng")),
                ("at", models.DateTimeField(verbose_name="gửi lúc")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="xác nhận lúc")),
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
            name="Equipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=tram.directory.rules.points.EquipmentKind.choices,
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=tram.directory.rules.points.EquipmentState.choices,
                        max_length=12,
                        verbose_name="tình trạng",
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(verbose_name="số lượng")),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equipment",
                        to="directory.servicepoint",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["point", "kind", "state", "-since", "-id"], name="equipment_latest"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PointTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="áp dụng từ ngày")),
                ("address", models.CharField(max_length=200, verbose_name="địa chỉ")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="điện thoại")),
                ("opens", models.TimeField(verbose_name="mở cửa")),
                ("closes", models.TimeField(verbose_name="đóng cửa")),
                ("works_saturday", models.BooleanField(verbose_name="làm thứ Bảy")),
                (
                    "route_code",
                    models.CharField(blank=True, max_length=16, verbose_name="đường thư"),
                ),
                ("decision", models.CharField(blank=True, max_length=120, verbose_name="văn bản")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="directory.servicepoint",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["point", "-valid_from", "-id"], name="point_terms_latest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes"))),
                        name="point_terms_open_before_close",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        name="point_terms_at_an_address",
                    ),
                ],
            },
        ),
        migrations.RunSQL(protect("directory_pointterms", "log"), migrations.RunSQL.noop),
        migrations.RunSQL(protect("directory_equipment", "log"), migrations.RunSQL.noop),
    ]
