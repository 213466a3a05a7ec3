"""The custody book (sổ giao nhận)."""

from django.db import migrations

from tram.core.books import ddl
from tram.custody.models import BOOK

OTHERS = """
CREATE INDEX custody_line_manifest ON public.custody_line (manifest);
INSERT INTO public.custody_holder (kind) VALUES ('customer'), ('incident');
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_tables")]
    operations = [migrations.RunSQL(ddl(BOOK)), migrations.RunSQL(OTHERS)]
