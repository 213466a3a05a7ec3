"""Whoever took money never gives it back alone: the database asks for another person (requirement 42d)."""

from django.db import migrations

ANOTHER = """
CREATE FUNCTION public.cash_by_another() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM public.cash_line l WHERE l.stream = NEW.stream AND l.seq = NEW.reverses_seq
    AND l.actor_id IS NOT DISTINCT FROM NEW.actor_id) THEN
    RAISE EXCEPTION 'line % of % is reversed by who wrote it', NEW.reverses_seq, NEW.stream
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reversed_by_another';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cash_line_by_another BEFORE INSERT ON public.cash_line
  FOR EACH ROW WHEN (NEW.reverses_seq IS NOT NULL) EXECUTE FUNCTION public.cash_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [("cash", "0003_papers_of_money")]
    operations = [migrations.RunSQL(ANOTHER, "DROP FUNCTION public.cash_by_another CASCADE")]
