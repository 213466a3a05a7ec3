"""Sides of a reconciliation and their differences (42b), cash taken at the door, refunds of a part of a line."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tram.cash.rules.differences
from tram.core.books import protect

LOGS = (
    "cash_statement",
    "cash_statementline",
    "cash_bankfile",
    "cash_bankline",
    "cash_differencenote",
)
# A difference is never deleted, and what is closed stays as it was closed.
KEPT = """
CREATE TRIGGER cash_moneydifference_kept BEFORE DELETE ON public.cash_moneydifference
  FOR EACH ROW EXECUTE FUNCTION public.tram_append_only();
CREATE TRIGGER cash_moneydifference_closed BEFORE UPDATE ON public.cash_moneydifference
  FOR EACH ROW WHEN (OLD.state = 'settled' OR OLD.key <> NEW.key OR OLD.book_vnd <> NEW.book_vnd
    OR OLD.other_vnd <> NEW.other_vnd) EXECUTE FUNCTION public.tram_append_only();
CREATE TRIGGER cash_moneydifference_no_truncate BEFORE TRUNCATE ON public.cash_moneydifference
  FOR EACH STATEMENT EXECUTE FUNCTION public.tram_append_only();
ALTER TABLE public.cash_doorcash ADD CONSTRAINT door_cash_line
  FOREIGN KEY (subject, seq) REFERENCES public.cash_line (stream, seq);
"""
# What the post kept of a refund is nobody's taking but that of who took the whole.
ANOTHER = """
CREATE OR REPLACE FUNCTION public.cash_by_another() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (
    WITH RECURSIVE origin AS (
      SELECT NEW.reverses_seq AS seq
      UNION SELECT f.seq FROM public.cash_refundline f JOIN origin o ON f.subject = NEW.stream AND f.rest_seq = o.seq)
    SELECT FROM public.cash_line l JOIN origin o ON o.seq = l.seq WHERE l.stream = NEW.stream
      AND l.actor_id IS NOT DISTINCT FROM NEW.actor_id AND NOT EXISTS (
        SELECT FROM public.cash_refundline f WHERE f.subject = l.stream AND f.rest_seq = l.seq)) THEN
    RAISE EXCEPTION 'line % of % is reversed by who wrote it', NEW.reverses_seq, NEW.stream
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reversed_by_another';
  END IF;
  RETURN NEW;
END $$;
"""
BACK = """
DROP TRIGGER cash_moneydifference_kept ON public.cash_moneydifference;
DROP TRIGGER cash_moneydifference_closed ON public.cash_moneydifference;
DROP TRIGGER cash_moneydifference_no_truncate ON public.cash_moneydifference;
ALTER TABLE public.cash_doorcash DROP CONSTRAINT door_cash_line;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cash", "0006_remittances"),
        ("directory", "0005_points_and_means"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BankFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("count", models.PositiveIntegerField()),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField()),
                ("day", models.DateField()),
                ("amount_vnd", models.PositiveBigIntegerField()),
                (
                    "reference",
                    models.CharField(max_length=60, unique=True, verbose_name="số tham chiếu"),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="nội dung")),
            ],
        ),
        migrations.CreateModel(
            name="MoneyDifference",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("post", "Bảng kê của bưu điện"),
                            ("agency", "Cơ quan đếm"),
                            ("bank", "Sao kê ngân hàng"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("not-stated", "Sổ đã thu, bảng kê không có"),
                            ("not-collected", "Bảng kê có, sổ không thu"),
                            ("other-amount", "Số tiền khác sổ"),
                            ("twice", "Một khoản ghi nhiều lần"),
                            ("received-other", "Cơ quan nhận khác số đã chuyển"),
                            ("counted-other", "Cơ quan đếm khác số khoản"),
                            ("bank-missing", "Đã chuyển, sao kê không có"),
                            ("bank-amount", "Sao kê khác số đã chuyển"),
                            ("bank-twice", "Sao kê có nhiều dòng cho một đợt nộp"),
                            ("bank-unknown", "Dòng sao kê không thuộc đợt nộp nào"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.UUIDField(null=True)),
                ("item", models.CharField(blank=True, max_length=60)),
                ("book_vnd", models.PositiveBigIntegerField()),
                ("other_vnd", models.PositiveBigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Chưa rõ nguyên nhân"),
                            ("explained", "Đã rõ nguyên nhân"),
                            ("settled", "Đã xử lý xong"),
                        ],
                        default=tram.cash.rules.differences.DifferenceState["OPEN"],
                        max_length=12,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left-out", "Bỏ sót khi lập bảng kê"),
                            ("written-wrong", "Ghi sai số tiền hoặc số hiệu"),
                            ("written-twice", "Ghi trùng"),
                            ("bank-charge", "Ngân hàng trừ phí chuyển tiền"),
                            ("paid-short", "Bưu điện chuyển thiếu"),
                            ("paid-over", "Bưu điện chuyển thừa hoặc chuyển hai lần"),
                            ("on-the-way", "Tiền chưa về tài khoản"),
                            ("other-money", "Khoản khác, không phải phí, lệ phí"),
                            ("counted-badly", "Đếm nhầm"),
                        ],
                        max_length=16,
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DifferenceNote",
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
                        choices=[
                            ("found", "Phát hiện"),
                            ("owned", "Giao người xử lý"),
                            ("explained", "Ghi nguyên nhân"),
                            ("settled", "Đóng"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left-out", "Bỏ sót khi lập bảng kê"),
                            ("written-wrong", "Ghi sai số tiền hoặc số hiệu"),
                            ("written-twice", "Ghi trùng"),
                            ("bank-charge", "Ngân hàng trừ phí chuyển tiền"),
                            ("paid-short", "Bưu điện chuyển thiếu"),
                            ("paid-over", "Bưu điện chuyển thừa hoặc chuyển hai lần"),
                            ("on-the-way", "Tiền chưa về tài khoản"),
                            ("other-money", "Khoản khác, không phải phí, lệ phí"),
                            ("counted-badly", "Đếm nhầm"),
                        ],
                        max_length=16,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="ghi rõ")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DoorCash",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.UUIDField()),
                ("seq", models.IntegerField()),
                ("amount_vnd", models.PositiveBigIntegerField()),
                ("taken_at", models.DateTimeField()),
                ("returned", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("post", "Bảng kê của bưu điện"),
                            ("agency", "Cơ quan đếm"),
                            ("bank", "Sao kê ngân hàng"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("sha256", models.CharField(max_length=64)),
                ("count", models.PositiveIntegerField()),
                ("amount_vnd", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField()),
                ("item", models.CharField(max_length=40)),
                ("amount_vnd", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="refundline",
            name="kept_vnd",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="refundline",
            name="rest_seq",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="remittancereceipt",
            name="counted",
            field=models.PositiveIntegerField(null=True, verbose_name="số khoản cơ quan đếm được"),
        ),
        migrations.AlterField(
            model_name="refund",
            name="reason",
            field=models.CharField(
                choices=[
                    ("intake-voided", "Hủy phiếu nhận"),
                    ("overcharged", "Thu cao hơn mức phải thu"),
                    ("wrong-fee", "Thu nhầm phí, lệ phí"),
                    ("not-done", "Dịch vụ không thực hiện được"),
                    ("exempt", "Khách thuộc đối tượng miễn, giảm"),
                    ("fetched", "Khách tự đến nhận kết quả"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="refundline",
            constraint=models.UniqueConstraint(
                fields=("subject", "rest_seq"), name="rest_of_one_line"
            ),
        ),
        migrations.AddField(
            model_name="bankfile",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bankline",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="cash.bankfile",
            ),
        ),
        migrations.AddField(
            model_name="bankline",
            name="remittance",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bank_lines",
                to="cash.remittance",
            ),
        ),
        migrations.AddField(
            model_name="moneydifference",
            name="explained_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="moneydifference",
            name="found_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="moneydifference",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="moneydifference",
            name="remittance",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="differences",
                to="cash.remittance",
            ),
        ),
        migrations.AddField(
            model_name="moneydifference",
            name="settled_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="differencenote",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="differencenote",
            name="difference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="cash.moneydifference",
            ),
        ),
        migrations.AddField(
            model_name="differencenote",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="doorcash",
            name="at_point",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.unit",
            ),
        ),
        migrations.AddField(
            model_name="doorcash",
            name="handed_in",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cash.cashhandover",
            ),
        ),
        migrations.AddField(
            model_name="doorcash",
            name="postman",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="doorcash",
            name="settled",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cash.cashhandover",
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="remittance",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="statements",
                to="cash.remittance",
            ),
        ),
        migrations.AddField(
            model_name="statementline",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="cash.statement",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_vnd__gt", 0)), name="bank_line_paid"
            ),
        ),
        migrations.AddIndex(
            model_name="moneydifference",
            index=models.Index(fields=["state", "-found_at"], name="cash_moneyd_state_b5d7f0_idx"),
        ),
        migrations.AddConstraint(
            model_name="moneydifference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", tram.cash.rules.differences.DifferenceState["OPEN"]),
                    models.Q(
                        models.Q(("cause", ""), _negated=True), ("explained_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="difference_explained_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneydifference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", tram.cash.rules.differences.DifferenceState["SETTLED"]),
                        _negated=True,
                    ),
                    models.Q(
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                        models.Q(("settled_by", models.F("explained_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="difference_settled_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="doorcash",
            index=models.Index(
                condition=models.Q(("returned", False), ("settled", None)),
                fields=["postman", "at_point"],
                name="door_cash_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="doorcash",
            constraint=models.UniqueConstraint(fields=("subject", "seq"), name="door_cash_once"),
        ),
        migrations.AddConstraint(
            model_name="doorcash",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("at_point", None), ("handed_in", None), ("settled", None)),
                    models.Q(("at_point__isnull", False), ("handed_in__isnull", False)),
                    _connector="OR",
                ),
                name="door_cash_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                fields=("remittance", "side", "sha256"), name="statement_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.UniqueConstraint(
                fields=("statement", "line"), name="statement_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_vnd__gt", 0)), name="statement_line_paid"
            ),
        ),
        migrations.RunSQL(KEPT, BACK),
        migrations.RunSQL(ANOTHER, migrations.RunSQL.noop),
        *(migrations.RunSQL(protect(table, "log")) for table in LOGS),
    ]
