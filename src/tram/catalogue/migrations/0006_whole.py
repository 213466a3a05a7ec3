"""What is published must be whole: somebody is named for it, and its stages fit into each of its limits.

The commands and the loader ask first, with a sentence; this is the wall behind them.
"""

from django.db import migrations

WHOLE = """
CREATE FUNCTION public.catalogue_version_whole() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.edit > 0 AND NOT EXISTS (
    SELECT FROM public.catalogue_versionact a WHERE a.version_id = NEW.id AND a.step = 'publish')
  THEN
    RAISE EXCEPTION 'procedure version % is published by nobody', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'version_has_publisher';
  END IF;
  IF EXISTS (
    SELECT FROM (
      SELECT NEW.limit_value AS value, NEW.limit_unit AS unit WHERE NEW.limit_value IS NOT NULL
      UNION ALL SELECT t.value, t.unit FROM public.catalogue_timelimit t WHERE t.version_id = NEW.id
    ) l CROSS JOIN LATERAL (
      SELECT sum(s.value * CASE s.unit_of_time WHEN 'working-day' THEN 8 ELSE 1 END) AS taken,
        bool_and(s.unit_of_time = l.unit OR (s.unit_of_time IN ('hour', 'working-day')
          AND l.unit IN ('hour', 'working-day'))) AS comparable
      FROM public.catalogue_stage s WHERE s.version_id = NEW.id
    ) s
    WHERE NOT s.comparable OR s.taken > l.value * CASE l.unit WHEN 'working-day' THEN 8 ELSE 1 END)
  THEN
    RAISE EXCEPTION 'the stages of procedure version % exceed a limit', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'stages_fit_limit';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalogue_version_whole BEFORE UPDATE OF published_at ON public.catalogue_procedureversion
  FOR EACH ROW WHEN (OLD.published_at IS NULL AND NEW.published_at IS NOT NULL)
  EXECUTE FUNCTION public.catalogue_version_whole();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_drafts")]
    operations = [migrations.RunSQL(WHOLE)]
