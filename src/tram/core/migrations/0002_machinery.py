"""Extensions, the clock, what books are made of; the marks that say who may write where."""

from django.db import migrations

from tram.core.books import FUNCTIONS
from tram.core.clock import NOW

EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
"""

MARKS = """
ALTER TABLE public.core_request ALTER COLUMN recorded_at SET DEFAULT public.tram_now();
CREATE FUNCTION public.tram_answer_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.answer IS NOT NULL THEN
    RAISE EXCEPTION 'request % is already answered', OLD.id USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER core_request_answer_once BEFORE UPDATE ON public.core_request
  FOR EACH ROW EXECUTE FUNCTION public.tram_answer_once();
COMMENT ON TABLE public.core_request IS 'request';
COMMENT ON TABLE public.core_demo IS 'sealed';
COMMENT ON TABLE public.django_migrations IS 'sealed';
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_tables")]
    operations = [
        migrations.RunSQL(EXTENSIONS),
        migrations.RunSQL(FUNCTIONS),
        migrations.RunSQL(NOW),
        migrations.RunSQL(MARKS),
    ]
