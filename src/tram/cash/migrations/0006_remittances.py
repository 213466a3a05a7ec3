"""Batches of fees to their agencies: an amount is remitted once (39c), and what is remitted does not go back."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tram.cash.rules.remittance
from tram.core.books import protect

# A line of a batch is a line of the book; what is in a batch does not go back, and what went back enters none.
ONCE = """
ALTER TABLE public.cash_remittanceline ADD CONSTRAINT remitted_line
  FOREIGN KEY (subject, seq) REFERENCES public.cash_line (stream, seq);
CREATE FUNCTION public.cash_not_remitted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM FROM public.cash_account WHERE id = NEW.debit AND kind = 'agency-due' FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM public.cash_remittanceline m WHERE m.subject = NEW.stream AND m.seq = NEW.reverses_seq) THEN
    RAISE EXCEPTION 'line % of % is remitted', NEW.reverses_seq, NEW.stream
      USING ERRCODE = 'check_violation', CONSTRAINT = 'remitted_not_reversed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cash_line_not_remitted BEFORE INSERT ON public.cash_line
  FOR EACH ROW WHEN (NEW.reverses_seq IS NOT NULL) EXECUTE FUNCTION public.cash_not_remitted();
CREATE FUNCTION public.cash_not_reversed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM public.cash_line r WHERE r.stream = NEW.subject AND r.reverses_seq = NEW.seq) THEN
    RAISE EXCEPTION 'line % of % was given back', NEW.seq, NEW.subject
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reversed_not_remitted';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cash_remittanceline_not_reversed BEFORE INSERT ON public.cash_remittanceline
  FOR EACH ROW EXECUTE FUNCTION public.cash_not_reversed();
"""
BACK = "DROP FUNCTION public.cash_not_remitted CASCADE; DROP FUNCTION public.cash_not_reversed CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("cash", "0005_drawers_and_handovers"),
        ("directory", "0005_points_and_means"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Remittance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=40, unique=True)),
                ("upto", models.DateField()),
                ("amount_vnd", models.PositiveBigIntegerField()),
                ("count", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("made", "Đã lập bảng kê"),
                            ("paid", "Bưu điện đã chuyển tiền"),
                            ("received", "Cơ quan đã nhận đủ"),
                            ("differs", "Cơ quan nhận chưa khớp"),
                        ],
                        default=tram.cash.rules.remittance.RemittanceState["MADE"],
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "proof",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="chứng từ chuyển tiền"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paid_by",
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
            name="RemittanceLine",
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
                (
                    "remittance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="cash.remittance",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RemittanceReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_vnd", models.PositiveBigIntegerField()),
                ("paid_vnd", models.PositiveBigIntegerField()),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bank-charge", "Ngân hàng trừ phí chuyển tiền"),
                            ("short", "Bưu điện chuyển thiếu"),
                            ("on-the-way", "Tiền chưa về tài khoản"),
                            ("overpaid", "Bưu điện chuyển thừa"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="ghi rõ")),
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
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "remittance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="cash.remittance",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.UniqueConstraint(
                fields=("agency", "upto"), name="one_remittance_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("paid_at", None),
                        ("state", tram.cash.rules.remittance.RemittanceState["MADE"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state", tram.cash.rules.remittance.RemittanceState["MADE"]),
                            _negated=True,
                        ),
                        ("paid_at__isnull", False),
                        models.Q(("proof", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="remittance_paid_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="remittanceline",
            constraint=models.UniqueConstraint(fields=("subject", "seq"), name="remitted_once"),
        ),
        migrations.AddConstraint(
            model_name="remittancereceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_vnd", models.F("paid_vnd")),
                    models.Q(("cause", ""), _negated=True),
                    _connector="OR",
                ),
                name="receipt_difference_caused",
            ),
        ),
        migrations.AddConstraint(
            model_name="remittancereceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", models.F("payer")), _negated=True),
                name="received_by_another",
            ),
        ),
        migrations.RunSQL(ONCE, BACK),
        migrations.RunSQL(protect("cash_remittanceline", "log")),
        migrations.RunSQL(protect("cash_remittancereceipt", "log")),
    ]
