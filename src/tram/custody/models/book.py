"""The custody book: one item from one holder to another (sổ giao nhận)."""

from django.db import models

from tram.core.books import Book, Column
from tram.custody.models.items import Holder, Item
from tram.custody.models.manifests import Manifest

BOOK = Book(
    table="custody_line",
    streams="custody_item",
    columns=(
        Column("from_holder", "bigint", null=True, constraint="REFERENCES public.custody_holder"),
        Column("to_holder", "bigint", constraint="REFERENCES public.custody_holder"),
        Column("giver", "bigint", null=True),
        Column("receiver", "bigint", null=True),
        Column("manifest", "uuid", null=True, constraint="REFERENCES public.custody_manifest"),
    ),
    links=(("to_holder", "from_holder"),),
    firsts="from_holder IS NULL",
    constraints=(
        "CHECK ((seq = 1) = (from_holder IS NULL))",
        "CHECK (from_holder IS DISTINCT FROM to_holder)",
        "CHECK (giver <> receiver)",
        "CHECK (manifest IS NULL OR (giver IS NOT NULL AND receiver IS NOT NULL))",
    ),
)


class CustodyLine(models.Model):
    """A line of the custody book: one item from one holder to another (made by SQL, see BOOK)."""

    pk = models.CompositePrimaryKey("stream", "seq")
    stream = models.ForeignKey(Item, models.DO_NOTHING, db_column="stream", related_name="lines")
    seq = models.IntegerField()
    actor_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    from_holder = models.ForeignKey(
        Holder, models.DO_NOTHING, db_column="from_holder", related_name="+", null=True
    )
    to_holder = models.ForeignKey(
        Holder, models.DO_NOTHING, db_column="to_holder", related_name="+"
    )
    giver = models.BigIntegerField(null=True)
    receiver = models.BigIntegerField(null=True)
    manifest = models.ForeignKey(
        Manifest, models.DO_NOTHING, db_column="manifest", related_name="+", null=True
    )

    class Meta:
        managed = False
        db_table = "custody_line"
