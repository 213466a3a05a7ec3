"""The plan and its targets: versions between two dates, one on a day (46a)."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import tram.directory.models.spans


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_forecast")]

    operations = [
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="số kế hoạch")),
                ("version", models.PositiveSmallIntegerField(verbose_name="phiên bản")),
                ("title", models.CharField(max_length=500, verbose_name="tên kế hoạch")),
                ("issuer", models.CharField(max_length=200, verbose_name="nơi ban hành")),
                ("issued_on", models.DateField(verbose_name="ngày ban hành")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("first_year", models.PositiveSmallIntegerField()),
                ("last_year", models.PositiveSmallIntegerField()),
                (
                    "year_starts",
                    models.CharField(max_length=5, verbose_name="ngày đầu năm kế hoạch"),
                ),
                ("articles", models.JSONField(default=list)),
                ("groups", models.JSONField(default=list)),
                ("readings", models.JSONField(default=list)),
                ("source", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number", "version"), name="plan_version_once"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                tram.directory.models.spans.DateRange(
                                    "valid_from", "valid_to", models.Value("[]")
                                ),
                                "&&",
                            )
                        ],
                        name="one_plan_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_year__gte", models.F("first_year"))),
                        name="plan_years_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("procedures_with_post", "Thủ tục có phát sinh hồ sơ qua bưu chính"),
                            ("received_by_post", "Hồ sơ tiếp nhận qua bưu chính"),
                            ("returned_by_post", "Kết quả trả qua bưu chính"),
                            ("not_below_last_year", "Không thấp hơn năm trước (nhóm A)"),
                            ("volume", "Số lượt hồ sơ qua bưu chính"),
                            ("points_qualified", "Điểm phục vụ đủ điều kiện"),
                            ("agreements_signed", "Thỏa thuận hợp tác đã ký"),
                            ("communes_informed", "Xã, phường, thị trấn đã được tuyên truyền"),
                            ("media_informed", "Tin, bài của cơ quan báo chí, truyền thanh"),
                            ("tellers_trained", "Giao dịch viên đã được tập huấn"),
                            ("reports_on_time", "Báo cáo năm gửi đúng hạn"),
                            ("postal_safety", "An toàn bưu gửi"),
                            ("postal_on_time", "Bưu gửi đúng thời gian toàn trình"),
                            ("complaints_handled", "Khiếu nại bưu chính giải quyết đúng hạn"),
                            ("overcharging", "Bưu gửi không thu quá giá"),
                        ],
                        max_length=24,
                        verbose_name="chỉ tiêu",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("unit", "Từng cơ quan"),
                            ("province", "Toàn tỉnh"),
                            ("both", "Từng cơ quan và toàn tỉnh"),
                        ],
                        max_length=8,
                        verbose_name="phạm vi",
                    ),
                ),
                ("groups", models.JSONField(default=list)),
                ("kinds", models.JSONField(default=list)),
                ("first_year", models.PositiveSmallIntegerField()),
                ("last_year", models.PositiveSmallIntegerField()),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("count", models.PositiveIntegerField(null=True)),
                ("step", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("step_if", models.CharField(blank=True, max_length=20)),
                ("due", models.DateField(null=True, verbose_name="thời hạn")),
                (
                    "due_next_year",
                    models.CharField(blank=True, max_length=5, verbose_name="thời hạn năm sau"),
                ),
                (
                    "denominator",
                    models.CharField(blank=True, max_length=300, verbose_name="mẫu số"),
                ),
                ("article", models.CharField(max_length=40, verbose_name="đoạn của kế hoạch")),
                ("provenance", models.TextField(blank=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="programme.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "place"), name="target_place_once"),
                    models.CheckConstraint(
                        condition=models.Q(("percent", None), ("count", None), _connector="OR"),
                        name="target_share_or_count",
                    ),
                ],
            },
        ),
    ]
