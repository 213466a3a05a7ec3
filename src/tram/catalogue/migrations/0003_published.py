"""A published version never changes: the database refuses it, whoever asks.

Its end may be set once; the officer's mark, the marks of the source and the key for searching stay free. Versions
that were there before this migration were in use, so they count as published.
"""

from django.db import migrations

PUBLISH = "UPDATE public.catalogue_procedureversion SET published_at = public.tram_now();"
VERSION = """
CREATE FUNCTION public.catalogue_version_published() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.published_at IS NULL THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.valid_to IS NULL OR NEW.valid_to IS NOT DISTINCT FROM OLD.valid_to)
    AND to_jsonb(NEW) - '{valid_to,official,provenance,source,search_key}'::text[]
      = to_jsonb(OLD) - '{valid_to,official,provenance,source,search_key}'::text[]
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'procedure version % is published: % refused', OLD.id, TG_OP
    USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'version_published';
END $$;
CREATE TRIGGER catalogue_version_published BEFORE UPDATE OR DELETE ON public.catalogue_procedureversion
  FOR EACH ROW EXECUTE FUNCTION public.catalogue_version_published();
"""
# FOR SHARE: whoever publishes the version at this very moment goes first or waits.
PARTS = """
CREATE FUNCTION public.catalogue_part_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner bigint; published timestamptz; BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'source' = to_jsonb(OLD) - 'source' THEN
    RETURN NEW;
  END IF;
  FOREACH owner IN ARRAY ARRAY[OLD.version_id, NEW.version_id] LOOP
    SELECT v.published_at INTO published FROM public.catalogue_procedureversion v WHERE v.id = owner FOR SHARE;
    IF published IS NOT NULL THEN
      RAISE EXCEPTION 'procedure version % is published: % on % refused', owner, TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'version_published';
    END IF;
  END LOOP;
  RETURN coalesce(NEW, OLD);
END $$;
"""
ON_PART = """
CREATE TRIGGER {table}_published BEFORE INSERT OR UPDATE OR DELETE ON public.{table}
  FOR EACH ROW EXECUTE FUNCTION public.catalogue_part_published();
"""
TABLES = ("catalogue_requiredpaper", "catalogue_fee", "catalogue_timelimit")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_limits_and_publication")]
    operations = [
        migrations.RunSQL(PUBLISH),
        migrations.RunSQL(VERSION),
        migrations.RunSQL(PARTS),
        *(migrations.RunSQL(ON_PART.format(table=table)) for table in TABLES),
    ]
