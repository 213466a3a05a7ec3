"""The audit of reads can only grow."""

from django.db import migrations

from tram.core.books import protect


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables"), ("core", "0002_machinery")]
    operations = [migrations.RunSQL(protect("accounts_readentry", "log"))]
