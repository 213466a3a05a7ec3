"""The functions of a book's hash keep their plans; what they answer is the same."""

from django.db import migrations

from tram.core.books import QUICK


class Migration(migrations.Migration):
    dependencies = [("core", "0004_later_entry")]
    operations = [migrations.RunSQL(QUICK, migrations.RunSQL.noop)]
