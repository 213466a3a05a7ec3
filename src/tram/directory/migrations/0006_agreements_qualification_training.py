"""Agreements with the post, the checklist of points and what was found, training of tellers: all append-only."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tram.directory.models.spans
import tram.directory.rules.agreements
import tram.directory.rules.qualification
import tram.directory.rules.training
from tram.core.books import protect


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_points_and_means"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày kiểm tra")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                (
                    "demonstration",
                    models.BooleanField(default=False, verbose_name="số liệu trình diễn"),
                ),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "inspector",
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
                        related_name="assessments",
                        to="directory.servicepoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("pages", models.PositiveIntegerField(verbose_name="số trang")),
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
            name="AssessedCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32, verbose_name="tiêu chí")),
                ("met", models.BooleanField(verbose_name="đạt")),
                (
                    "evidence",
                    models.CharField(blank=True, max_length=300, verbose_name="minh chứng"),
                ),
                ("on", models.DateField()),
                ("valid_to", models.DateField(verbose_name="có giá trị đến hết")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="found",
                        to="directory.assessment",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.attachment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="số")),
                ("signed_on", models.DateField(verbose_name="ngày ký")),
                (
                    "scope",
                    models.CharField(
                        choices=tram.directory.rules.agreements.AgreementScope.choices,
                        max_length=8,
                        verbose_name="phạm vi",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="ghi chú phạm vi"),
                ),
                ("valid_from", models.DateField(verbose_name="hiệu lực từ")),
                ("valid_to", models.DateField(null=True, verbose_name="hiệu lực đến hết")),
                (
                    "demonstration",
                    models.BooleanField(default=False, verbose_name="số liệu trình diễn"),
                ),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
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
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="post_agreements",
                        to="directory.unit",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.attachment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=tram.directory.rules.training.AttendanceOutcome.choices,
                        max_length=8,
                        verbose_name="kết quả",
                    ),
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
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
                (
                    "teller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="số chứng nhận")),
                ("issued_on", models.DateField(verbose_name="ngày cấp")),
                ("valid_to", models.DateField(null=True, verbose_name="có giá trị đến hết")),
                (
                    "attendance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate",
                        to="directory.attendance",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("name", models.CharField(max_length=200, verbose_name="tên lớp")),
                ("subject", models.CharField(blank=True, max_length=160, verbose_name="lĩnh vực")),
                ("planned", models.PositiveSmallIntegerField(verbose_name="số người dự kiến")),
                ("decision", models.CharField(blank=True, max_length=120, verbose_name="văn bản")),
                (
                    "demonstration",
                    models.BooleanField(default=False, verbose_name="số liệu trình diễn"),
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
                    "organiser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses",
                        to="directory.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PointCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32)),
                ("seq", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("label", models.CharField(max_length=300, verbose_name="tiêu chí")),
                ("mandatory", models.BooleanField(default=True, verbose_name="bắt buộc")),
                ("months", models.PositiveSmallIntegerField(verbose_name="hiệu lực (tháng)")),
                (
                    "fact",
                    models.CharField(
                        choices=tram.directory.rules.qualification.CriterionFact.choices,
                        default=tram.directory.rules.qualification.CriterionFact["NONE"],
                        max_length=16,
                    ),
                ),
                ("official", models.BooleanField(default=False, verbose_name="có trong văn bản")),
                ("source", models.TextField(blank=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("code", "="),
                            (
                                tram.directory.models.spans.DateRange(
                                    "valid_from", "valid_to", models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="criterion_no_overlap",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày")),
                ("place", models.CharField(max_length=200, verbose_name="địa điểm")),
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
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="directory.course",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.attachment",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="attendance",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendances",
                to="directory.trainingsession",
            ),
        ),
        migrations.CreateModel(
            name="AgreementEnd",
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
                        choices=tram.directory.rules.agreements.AgreementEndKind.choices,
                        max_length=8,
                        verbose_name="vì sao",
                    ),
                ),
                ("last_day", models.DateField(verbose_name="ngày cuối còn hiệu lực")),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="end",
                        to="directory.agreement",
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="agreement_ended_for_a_reason",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["point", "-on", "-id"], name="assessment_latest"),
        ),
        migrations.AddConstraint(
            model_name="assessedcriterion",
            constraint=models.UniqueConstraint(
                fields=("assessment", "code"), name="criterion_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessedcriterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__gte", models.F("on"))), name="criterion_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["agency", "signed_on"], name="agreement_of_agency"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None),
                    models.Q(
                        ("valid_to__gte", models.F("valid_from")),
                        ("valid_to__gte", models.F("signed_on")),
                    ),
                    _connector="OR",
                ),
                name="agreement_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency", models.F("post")), _negated=True),
                name="agreement_not_with_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="certificate_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("issued_on")), _connector="OR"
                ),
                name="certificate_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.UniqueConstraint(
                fields=("year", "organiser", "name"), name="course_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingsession",
            constraint=models.UniqueConstraint(
                fields=("course", "on", "place"), name="training_session_once"
            ),
        ),
        migrations.AddIndex(
            model_name="attendance",
            index=models.Index(fields=["teller", "session", "-id"], name="attendance_latest"),
        ),
        migrations.RunSQL(protect("directory_agreement", "log"), migrations.RunSQL.noop),
        migrations.RunSQL(protect("directory_agreementend", "log"), migrations.RunSQL.noop),
        migrations.RunSQL(protect("directory_attachment", "log"), migrations.RunSQL.noop),
        migrations.RunSQL(protect("directory_assessment", "log"), migrations.RunSQL.noop),
        migrations.RunSQL(protect("directory_assessedcriterion", "log"), migrations.RunSQL.noop),
        migrations.RunSQL(protect("directory_course", "log"), migrations.RunSQL.noop),
        migrations.RunSQL(protect("directory_trainingsession", "log"), migrations.RunSQL.noop),
        migrations.RunSQL(protect("directory_attendance", "log"), migrations.RunSQL.noop),
        migrations.RunSQL(protect("directory_certificate", "log"), migrations.RunSQL.noop),
    ]
