"""Accounts and the cash book (sổ quỹ), all in whole đồng."""

from django.db import models

from tram.accounts.models import User
from tram.cash.rules.purposes import Purpose
from tram.core.books import Book, Column
from tram.core.choices import Choice
from tram.directory.models import Unit

BOOK = Book(
    table="cash_line",
    streams="",
    columns=(
        Column("debit", "bigint", constraint="REFERENCES public.cash_account"),
        Column("credit", "bigint", constraint="REFERENCES public.cash_account"),
        Column("amount_vnd", "bigint", constraint="CHECK (amount_vnd > 0)"),
        Column("kind", "text", constraint="CHECK (kind IN ('posted', 'pending', 'post', 'void'))"),
        Column("purpose", "text", constraint="CHECK (purpose ~ '^[a-z-]{1,32}$')"),
        Column("resolves_seq", "integer", null=True),
        Column("resolves_vnd", "bigint", null=True),
        Column("reverses_seq", "integer", null=True),
    ),
    constraints=(
        "resolves_kind text GENERATED ALWAYS AS "
        "(CASE WHEN resolves_seq IS NOT NULL THEN 'pending' END) STORED",
        "CHECK (debit <> credit)",
        "CHECK ((kind IN ('post', 'void')) = (resolves_seq IS NOT NULL))",
        "CHECK ((resolves_seq IS NULL) = (resolves_vnd IS NULL))",
        "CHECK (resolves_vnd IS NULL OR amount_vnd <= resolves_vnd)",
        "UNIQUE (stream, resolves_seq)",
        "UNIQUE (stream, reverses_seq)",
        "UNIQUE (stream, seq, debit, credit, amount_vnd)",
        "UNIQUE (stream, seq, debit, credit, amount_vnd, kind)",
        "FOREIGN KEY (stream, resolves_seq, debit, credit, resolves_vnd, resolves_kind) "
        "REFERENCES public.cash_line (stream, seq, debit, credit, amount_vnd, kind)",
        "FOREIGN KEY (stream, reverses_seq, credit, debit, amount_vnd) "
        "REFERENCES public.cash_line (stream, seq, debit, credit, amount_vnd)",
    ),
)


__all__ = ["BOOK", "Account", "AccountKind", "CashLine", "Purpose"]


class AccountKind(Choice):
    """What an account holds (loại tài khoản)."""

    DRAWER = "drawer", "Két giao dịch viên"
    POSTMAN_BAG = "postman-bag", "Túi tiền bưu tá"
    POINT = "point", "Quỹ điểm phục vụ"
    PROVINCIAL_POST = "provincial-post", "Quỹ Bưu điện tỉnh"
    AGENCY_DUE = "agency-due", "Phí, lệ phí phải nộp cơ quan"
    POSTAGE_INCOME = "postage-income", "Doanh thu cước"
    DIFFERENCE = "difference", "Thừa, thiếu quỹ"
    COD = "cod", "Tiền thu hộ khi phát (COD)"


class Account(models.Model):
    """Whose money (tài khoản): a kind, at a unit and for a person where the kind needs them."""

    kind = models.CharField(max_length=20, choices=AccountKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True)
    user = models.ForeignKey(User, models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "user"], name="account_once", nulls_distinct=False
            )
        ]


class CashLine(models.Model):
    """A line of the cash book: one transfer between two accounts (made by SQL, see BOOK)."""

    pk = models.CompositePrimaryKey("stream", "seq")
    stream = models.UUIDField()
    seq = models.IntegerField()
    actor_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    debit = models.ForeignKey(Account, models.DO_NOTHING, db_column="debit", related_name="debits")
    credit = models.ForeignKey(
        Account, models.DO_NOTHING, db_column="credit", related_name="credits"
    )
    amount_vnd = models.BigIntegerField()
    kind = models.TextField()
    purpose = models.TextField()
    resolves_seq = models.IntegerField(null=True)
    reverses_seq = models.IntegerField(null=True)

    class Meta:
        managed = False
        db_table = "cash_line"
