"""Receipts, refunds by two persons, prices above the table, fees past the post, tariffs from the screen."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import tram.cash.rules.refunds
from tram.core.books import protect

LOGS = ("cash_receipt", "cash_receiptvoid", "cash_priceoverride", "cash_outsidefee")
# A number points to the one before it in its book: none can be left out, and the first is the book's first.
CHAIN = """
ALTER TABLE public.cash_receiptbook ADD CONSTRAINT receipt_book_first UNIQUE (id, first);
ALTER TABLE public.cash_receipt
  ADD COLUMN before integer GENERATED ALWAYS AS (CASE WHEN number > first THEN number - 1 END) STORED,
  ADD CONSTRAINT receipt_not_before_first CHECK (number >= first),
  ADD CONSTRAINT receipt_of_book FOREIGN KEY (book_id, first) REFERENCES public.cash_receiptbook (id, first),
  ADD CONSTRAINT receipt_after_another FOREIGN KEY (book_id, before) REFERENCES public.cash_receipt (book_id, number);
"""
TARIFF = """
CREATE FUNCTION public.cash_tariff_published() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.published_at IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'valid_to' = to_jsonb(OLD) - 'valid_to') THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  RAISE EXCEPTION 'tariff % is published: % refused', OLD.id, TG_OP
    USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'tariff_published';
END $$;
CREATE TRIGGER cash_tariff_published BEFORE UPDATE OR DELETE ON public.cash_tariff
  FOR EACH ROW EXECUTE FUNCTION public.cash_tariff_published();
CREATE FUNCTION public.cash_tariff_part_published() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM public.cash_tariff t WHERE t.id IN (OLD.tariff_id, NEW.tariff_id)
    AND t.published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a published tariff never changes: % on % refused', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'tariff_published';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
"""
ON_PART = """
CREATE TRIGGER {table}_published BEFORE INSERT OR UPDATE OR DELETE ON public.{table}
  FOR EACH ROW EXECUTE FUNCTION public.cash_tariff_part_published();
"""
PARTS = ("cash_tariffrate", "cash_exemptiongroup")


class Migration(migrations.Migration):
    dependencies = [
        ("cash", "0002_book"),
        ("directory", "0005_points_and_means"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="quotation",
            name="exemption_group",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="tariff",
            name="published_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="tariff",
            name="published_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="ReceiptBook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        choices=[
                            ("fee", "Biên lai thu phí, lệ phí"),
                            ("postage", "Biên nhận thu cước bưu chính"),
                        ],
                        max_length=8,
                    ),
                ),
                ("series", models.CharField(max_length=20, verbose_name="ký hiệu")),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                ("next", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "granted_by",
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
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("series", models.CharField(max_length=20)),
                (
                    "paper",
                    models.CharField(
                        choices=[
                            ("fee", "Biên lai thu phí, lệ phí"),
                            ("postage", "Biên nhận thu cước bưu chính"),
                        ],
                        max_length=8,
                    ),
                ),
                ("subject", models.UUIDField(db_index=True)),
                ("amount_vnd", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
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
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="cash.receiptbook",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReceiptVoid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("refunded", "Đã trả lại tiền"),
                            ("misprinted", "In hỏng"),
                            ("wrong", "Ghi sai nội dung"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="void",
                        to="cash.receipt",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("subject", models.UUIDField(db_index=True)),
                ("amount_vnd", models.PositiveBigIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("intake-voided", "Hủy phiếu nhận"),
                            ("overcharged", "Thu cao hơn mức phải thu"),
                            ("wrong-fee", "Thu nhầm phí, lệ phí"),
                            ("not-done", "Dịch vụ không thực hiện được"),
                            ("exempt", "Khách thuộc đối tượng miễn, giảm"),
                        ],
                        max_length=16,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="ghi rõ")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ duyệt"),
                            ("approved", "Đã trả lại"),
                            ("refused", "Không duyệt"),
                        ],
                        default=tram.cash.rules.refunds.RefundState["WAITING"],
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
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
            ],
        ),
        migrations.CreateModel(
            name="RefundLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.UUIDField()),
                ("seq", models.IntegerField()),
                ("open", models.BooleanField(default=True)),
                (
                    "refund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="cash.refund",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutsideFee",
            fields=[
                ("subject", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("post", "Nộp qua bưu điện"),
                            ("agency-direct", "Nộp trực tiếp tại cơ quan"),
                            ("agency-transfer", "Chuyển khoản vào tài khoản của cơ quan"),
                            ("other", "Cách khác mà cơ quan chấp nhận"),
                        ],
                        max_length=16,
                    ),
                ),
                ("proof", models.CharField(max_length=100, verbose_name="chứng từ")),
                ("amount_vnd", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("route", "post"), _negated=True),
                        name="fee_past_the_post",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceOverride",
            fields=[
                ("subject", models.UUIDField(primary_key=True, serialize=False)),
                ("table_vnd", models.PositiveBigIntegerField()),
                ("asked_vnd", models.PositiveBigIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("extra-service", "Khách yêu cầu dịch vụ cộng thêm"),
                            ("special-route", "Nơi phát ngoài địa bàn của bảng giá"),
                            ("agreed", "Thỏa thuận bằng văn bản với khách"),
                            ("other", "Lý do khác"),
                        ],
                        max_length=16,
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="ghi rõ")),
                ("at", models.DateTimeField()),
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
                "indexes": [
                    models.Index(fields=["unit", "at"], name="cash_priceo_unit_id_ba6ba9_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked_vnd__gt", models.F("table_vnd"))),
                        name="override_above",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="receiptbook",
            index=models.Index(fields=["unit", "paper"], name="cash_receip_unit_id_60f8b2_idx"),
        ),
        migrations.AddConstraint(
            model_name="receiptbook",
            constraint=models.UniqueConstraint(
                fields=("series", "first"), name="receipt_range_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="receiptbook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first__gte", 1),
                    ("last__gte", models.F("first")),
                    ("last__lte", 9999999),
                    ("next__gte", models.F("first")),
                    (
                        "next__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("last"), "+", models.Value(1)
                        ),
                    ),
                ),
                name="receipt_range_sound",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                fields=("series", "number"), name="receipt_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                fields=("book", "number"), name="receipt_of_book_once"
            ),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(fields=["unit", "state"], name="cash_refund_unit_id_d830a0_idx"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    ("state", tram.cash.rules.refunds.RefundState["REFUSED"]),
                    models.Q(
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        models.Q(
                            ("taken_by", None),
                            models.Q(("decided_by", models.F("taken_by")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="refund_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at", None),
                        ("decided_by", None),
                        ("state", tram.cash.rules.refunds.RefundState["WAITING"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state", tram.cash.rules.refunds.RefundState["WAITING"]),
                            _negated=True,
                        ),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="refund_decided_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="refundline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("open", True)), fields=("subject", "seq"), name="refunded_once"
            ),
        ),
        migrations.RunSQL(CHAIN),
        *(migrations.RunSQL(protect(table, "log")) for table in LOGS),
        migrations.RunSQL(TARIFF),
        *(migrations.RunSQL(ON_PART.format(table=table)) for table in PARTS),
    ]
