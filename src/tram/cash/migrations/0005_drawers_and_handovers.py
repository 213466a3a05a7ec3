"""Shifts, counts by notes, cash by two signatures; no drawer, bag or fund below zero (M3)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tram.cash.rules.counting
from tram.core.books import protect

# A drawer, a bag or a fund never gives what is not in it (M3); the account's row makes takers queue.
FLOOR = """
CREATE FUNCTION public.cash_floor() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE held bigint; BEGIN
  PERFORM FROM public.cash_account WHERE id = NEW.credit
    AND kind IN ('drawer', 'postman-bag', 'point', 'provincial-post') FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT coalesce(sum(CASE WHEN debit = NEW.credit THEN amount_vnd ELSE -amount_vnd END), 0) INTO held
    FROM public.cash_line WHERE debit = NEW.credit OR credit = NEW.credit;
  IF held < 0 THEN
    RAISE EXCEPTION 'account % would hold %', NEW.credit, held
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cash_not_negative';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER cash_line_floor AFTER INSERT ON public.cash_line
  FOR EACH ROW EXECUTE FUNCTION public.cash_floor();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cash", "0004_by_another"),
        ("directory", "0005_points_and_means"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("opened_at", models.DateTimeField()),
                ("by_itself", models.BooleanField(default=False)),
                ("opening_vnd", models.PositiveBigIntegerField(default=0)),
                ("closed_at", models.DateTimeField(null=True)),
                ("lines_at_close", models.PositiveIntegerField(null=True)),
                (
                    "teller",
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
        ),
        migrations.CreateModel(
            name="CashCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closing", models.BooleanField()),
                ("notes", models.JSONField()),
                ("counted_vnd", models.PositiveBigIntegerField()),
                ("booked_vnd", models.PositiveBigIntegerField()),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("change", "Trả tiền thừa hoặc thiếu cho khách"),
                            ("counted-badly", "Người giao đếm nhầm"),
                            ("lost-by-receiver", "Mất khi người nhận đang kiểm"),
                            ("counterfeit", "Tiền giả, tiền rách không đổi được"),
                            ("unknown", "Chưa rõ, đang tìm"),
                        ],
                        max_length=16,
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
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="cash.shift",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CashHandover",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("drawer-to-point", "Két giao dịch viên nộp quỹ điểm"),
                            ("bag-to-point", "Bưu tá nộp quỹ điểm"),
                            ("point-to-drawer", "Quỹ điểm giao tiền lẻ cho két"),
                            ("point-to-province", "Quỹ điểm nộp Bưu điện tỉnh"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount_vnd", models.PositiveBigIntegerField()),
                ("given_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ người nhận đếm và ký"),
                            ("signed", "Đã ký nhận"),
                            ("withdrawn", "Người giao đã rút lại"),
                        ],
                        default=tram.cash.rules.counting.CashState["WAITING"],
                        max_length=12,
                    ),
                ),
                ("counted_vnd", models.PositiveBigIntegerField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("change", "Trả tiền thừa hoặc thiếu cho khách"),
                            ("counted-badly", "Người giao đếm nhầm"),
                            ("lost-by-receiver", "Mất khi người nhận đang kiểm"),
                            ("counterfeit", "Tiền giả, tiền rách không đổi được"),
                            ("unknown", "Chưa rõ, đang tìm"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.account",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.account",
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
                    models.Index(fields=["unit", "state"], name="cash_cashha_unit_id_ca6e4a_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_vnd__gt", 0)), name="cash_handed_over"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", tram.cash.rules.counting.CashState["SIGNED"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("counted_vnd__isnull", False),
                                ("received_at__isnull", False),
                                models.Q(("received_by", models.F("given_by")), _negated=True),
                                ("received_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="cash_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counted_vnd", None),
                            ("counted_vnd", models.F("amount_vnd")),
                            models.Q(
                                models.Q(("cause", ""), _negated=True), ("owner__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="cash_difference_owned",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("lines_at_close", None)),
                    models.Q(("closed_at__isnull", False), ("lines_at_close__isnull", False)),
                    _connector="OR",
                ),
                name="shift_closed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("unit", "teller"),
                name="one_open_shift",
            ),
        ),
        migrations.AddConstraint(
            model_name="cashcount",
            constraint=models.UniqueConstraint(
                fields=("shift", "closing"), name="shift_counted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="cashcount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counted_vnd", models.F("booked_vnd")),
                    models.Q(("cause", ""), _negated=True),
                    _connector="OR",
                ),
                name="count_difference_caused",
            ),
        ),
        migrations.RunSQL(protect("cash_cashcount", "log")),
        migrations.RunSQL(FLOOR, "DROP FUNCTION public.cash_floor CASCADE"),
    ]
