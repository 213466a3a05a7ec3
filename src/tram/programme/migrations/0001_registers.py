"""The registers that feed the plan: outreach, media, reports, figures told, the post's yearly plan."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tram.core.files.kinds
import tram.programme.rules.indicators
import tram.programme.rules.registers
from tram.core.books import protect

LOGS = ("evidencefile", "baseline", "reportedmonth", "reportedfigure", "meansplan")
RETIRABLE = ("outreach", "mediaitem", "agencyreport")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0006_whole"),
        ("directory", "0005_points_and_means"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="tên tệp")),
                (
                    "media_type",
                    models.CharField(
                        choices=tram.core.files.kinds.MediaType.choices, max_length=20
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("pages", models.PositiveIntegerField()),
                ("at", models.DateTimeField(verbose_name="gửi lúc")),
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
            name="AgencyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm báo cáo")),
                ("received_on", models.DateField(verbose_name="ngày nhận")),
                ("number", models.CharField(max_length=60, verbose_name="số, ký hiệu")),
                ("on_paper", models.BooleanField(verbose_name="nhận bản giấy")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "retired_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do gỡ"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.evidencefile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeansPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                (
                    "subject",
                    models.CharField(
                        choices=tram.programme.rules.registers.MeansSubject.choices,
                        max_length=16,
                        verbose_name="nội dung",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="lần ghi")),
                ("count", models.PositiveIntegerField(null=True, verbose_name="số lượng")),
                ("vnd", models.PositiveBigIntegerField(verbose_name="số tiền (đồng)")),
                (
                    "source",
                    models.CharField(blank=True, max_length=120, verbose_name="nguồn kinh phí"),
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
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MediaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outlet", models.CharField(max_length=120, verbose_name="cơ quan báo chí, đài")),
                (
                    "kind",
                    models.CharField(
                        choices=tram.programme.rules.registers.MediaKind.choices,
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày đăng, phát")),
                ("title", models.CharField(max_length=300, verbose_name="tiêu đề")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=300, verbose_name="địa chỉ, số báo"),
                ),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "retired_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do gỡ"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.evidencefile",
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
            ],
        ),
        migrations.CreateModel(
            name="Outreach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày phát")),
                ("station", models.CharField(max_length=120, verbose_name="đài truyền thanh")),
                ("content", models.CharField(max_length=300, verbose_name="nội dung")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="căn cứ")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "retired_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do gỡ"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.area",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.evidencefile",
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
            ],
        ),
        migrations.CreateModel(
            name="RegisterSheet",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=tram.programme.rules.registers.RegisterSheetKind.choices,
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="tên tệp")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do thay số cũ"),
                ),
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
            name="ReportedMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="tháng")),
                ("version", models.PositiveSmallIntegerField(verbose_name="lần ghi")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do thay số cũ"),
                ),
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
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.registersheet",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received", models.PositiveIntegerField(verbose_name="tổng tiếp nhận")),
                (
                    "received_by_post",
                    models.PositiveIntegerField(verbose_name="tiếp nhận qua bưu chính"),
                ),
                ("returned", models.PositiveIntegerField(verbose_name="tổng đã trả")),
                (
                    "returned_by_post",
                    models.PositiveIntegerField(verbose_name="trả qua bưu chính"),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.procedure",
                    ),
                ),
                (
                    "month",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="programme.reportedmonth",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Baseline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "indicator",
                    models.CharField(
                        choices=tram.programme.rules.indicators.Indicator.choices,
                        max_length=24,
                        verbose_name="chỉ tiêu",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("version", models.PositiveSmallIntegerField(verbose_name="lần ghi")),
                ("numerator", models.PositiveIntegerField(verbose_name="tử số")),
                ("denominator", models.PositiveIntegerField(null=True, verbose_name="mẫu số")),
                ("source", models.CharField(max_length=300, verbose_name="nguồn")),
                (
                    "grade",
                    models.CharField(
                        choices=tram.programme.rules.registers.FigureGrade.choices,
                        max_length=12,
                        verbose_name="mức chứng minh",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do ghi lại"),
                ),
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "indicator", "year", "version"),
                        name="baseline_version_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="baseline_with_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("version", 1)),
                            models.Q(("version__gt", 1), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="baseline_again_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("denominator", None),
                            ("denominator__gte", models.F("numerator")),
                            _connector="OR",
                        ),
                        name="baseline_part_of_whole",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="evidence_file_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("pages__gt", 0), ("size__gt", 0)),
                name="evidence_file_holds_something",
            ),
        ),
        migrations.AddIndex(
            model_name="agencyreport",
            index=models.Index(fields=["year", "unit"], name="agency_report_of_a_year"),
        ),
        migrations.AddConstraint(
            model_name="agencyreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)),
                fields=("unit", "year", "number"),
                name="agency_report_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("on_paper", True), ("file__isnull", False), _connector="OR"),
                name="agency_report_with_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="agency_report_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_at", None), ("retired_by", None), ("retired_reason", "")),
                    models.Q(
                        ("retired_at__isnull", False),
                        ("retired_by__isnull", False),
                        models.Q(("retired_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="agency_report_retired_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="meansplan",
            constraint=models.UniqueConstraint(
                fields=("year", "place", "subject", "version"), name="means_plan_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="meansplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("vnd", 0), models.Q(("source", ""), _negated=True), _connector="OR"
                ),
                name="means_plan_money_with_source",
            ),
        ),
        migrations.AddIndex(
            model_name="mediaitem",
            index=models.Index(fields=["on"], name="media_item_by_day"),
        ),
        migrations.AddConstraint(
            model_name="mediaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)),
                fields=("outlet", "on", "title"),
                name="media_item_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reference", ""), _negated=True),
                    ("evidence__isnull", False),
                    _connector="OR",
                ),
                name="media_item_with_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outlet", ""), _negated=True), models.Q(("title", ""), _negated=True)
                ),
                name="media_item_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_at", None), ("retired_by", None), ("retired_reason", "")),
                    models.Q(
                        ("retired_at__isnull", False),
                        ("retired_by__isnull", False),
                        models.Q(("retired_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="media_item_retired_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="outreach",
            index=models.Index(fields=["on"], name="outreach_by_day"),
        ),
        migrations.AddConstraint(
            model_name="outreach",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)),
                fields=("commune", "on", "station"),
                name="outreach_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("note", ""), _negated=True),
                    ("evidence__isnull", False),
                    _connector="OR",
                ),
                name="outreach_with_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("station", ""), _negated=True),
                    models.Q(("content", ""), _negated=True),
                ),
                name="outreach_says_where_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_at", None), ("retired_by", None), ("retired_reason", "")),
                    models.Q(
                        ("retired_at__isnull", False),
                        ("retired_by__isnull", False),
                        models.Q(("retired_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="outreach_retired_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedmonth",
            constraint=models.UniqueConstraint(
                fields=("unit", "month", "version"), name="reported_month_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="reported_month_from_its_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("version", 1)),
                    models.Q(("version__gt", 1), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="reported_month_again_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedfigure",
            constraint=models.UniqueConstraint(
                fields=("month", "procedure"), name="reported_figure_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_by_post__lte", models.F("received")),
                    ("returned_by_post__lte", models.F("returned")),
                ),
                name="reported_figure_part_of_whole",
            ),
        ),
        *(migrations.RunSQL(protect(f"programme_{table}", "log")) for table in LOGS),
        *(
            migrations.RunSQL(f"COMMENT ON TABLE public.programme_{table} IS 'retirable'")
            for table in RETIRABLE
        ),
    ]
