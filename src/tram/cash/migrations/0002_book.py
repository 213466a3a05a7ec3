"""The cash book (sổ quỹ)."""

from django.db import migrations

from tram.cash.models import BOOK
from tram.core.books import ddl

INDEXES = """
CREATE INDEX cash_line_debit ON public.cash_line (debit);
CREATE INDEX cash_line_credit ON public.cash_line (credit);
"""


class Migration(migrations.Migration):
    dependencies = [("cash", "0001_tables")]
    operations = [migrations.RunSQL(ddl(BOOK)), migrations.RunSQL(INDEXES)]
