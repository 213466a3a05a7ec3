"""What is closed stays closed: sealed covers and bags (14c), signed manifests (20e), differences found (20d).

A cover's rule is asked when the transaction ends, since sealing puts in and opening takes out by one act; a bag's at
once. A parked number learns of its envelope here too, whoever makes that envelope.
"""

from django.db import migrations

COVERS = """
CREATE FUNCTION public.custody_cover_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cover public.custody_envelope; BEGIN
  SELECT * INTO cover FROM public.custody_envelope e WHERE e.id = coalesce(NEW.envelope_id, OLD.envelope_id);
  IF cover.sealed_at IS NULL OR cover.voided_at IS NOT NULL THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'INSERT' AND NEW.put_at <> cover.sealed_at
    OR TG_OP <> 'INSERT' AND cover.opened_at IS NULL
  THEN
    RAISE EXCEPTION 'envelope % is sealed: % refused', cover.number, TG_OP
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cover_closed';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER custody_cover_closed AFTER INSERT OR UPDATE OR DELETE ON public.custody_envelopeitem
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.custody_cover_closed();
"""
BAGS = """
CREATE FUNCTION public.custody_bag_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bag public.custody_bag; BEGIN
  SELECT * INTO bag FROM public.custody_bag b WHERE b.id = coalesce(NEW.bag_id, OLD.bag_id) FOR SHARE;
  IF bag.sealed_at IS NOT NULL AND (TG_OP = 'INSERT' OR bag.opened_at IS NULL) THEN
    RAISE EXCEPTION 'bag % is sealed: % refused', bag.number, TG_OP
      USING ERRCODE = 'check_violation', CONSTRAINT = 'bag_closed';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER custody_bag_closed BEFORE INSERT OR UPDATE OR DELETE ON public.custody_bagitem
  FOR EACH ROW EXECUTE FUNCTION public.custody_bag_closed();
CREATE FUNCTION public.custody_bag_sealed_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (OLD.sealed_at IS NOT NULL AND (NEW.sealed_at, NEW.seal_number) IS DISTINCT FROM (OLD.sealed_at, OLD.seal_number))
    OR (OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at)
  THEN
    RAISE EXCEPTION 'bag % was sealed and opened once', OLD.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'bag_closed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER custody_bag_sealed_once BEFORE UPDATE ON public.custody_bag
  FOR EACH ROW EXECUTE FUNCTION public.custody_bag_sealed_once();
"""
MANIFESTS = """
CREATE FUNCTION public.custody_manifest_closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'manifest % is signed: % refused', OLD.number, TG_OP
    USING ERRCODE = 'check_violation', CONSTRAINT = 'manifest_closed';
END $$;
CREATE TRIGGER custody_manifest_closed BEFORE UPDATE OR DELETE ON public.custody_manifest
  FOR EACH ROW WHEN (OLD.state = 'signed') EXECUTE FUNCTION public.custody_manifest_closed();
CREATE FUNCTION public.custody_entry_closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM public.custody_manifest m
    WHERE m.id = coalesce(NEW.manifest_id, OLD.manifest_id) AND m.state = 'signed')
  THEN
    RAISE EXCEPTION 'the manifest of this entry is signed: % refused', TG_OP
      USING ERRCODE = 'check_violation', CONSTRAINT = 'manifest_closed';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER custody_entry_closed BEFORE INSERT OR UPDATE OR DELETE ON public.custody_manifestentry
  FOR EACH ROW EXECUTE FUNCTION public.custody_entry_closed();
"""
DISCREPANCIES = """
CREATE FUNCTION public.custody_discrepancy_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' AND OLD.solved_at IS NULL
    AND to_jsonb(NEW) - '{solution,solution_note,solved_by_id,solved_at}'::text[]
      = to_jsonb(OLD) - '{solution,solution_note,solved_by_id,solved_at}'::text[]
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'discrepancy % stays as it was found: % refused', OLD.id, TG_OP
    USING ERRCODE = 'check_violation', CONSTRAINT = 'discrepancy_kept';
END $$;
CREATE TRIGGER custody_discrepancy_kept BEFORE UPDATE OR DELETE ON public.custody_discrepancy
  FOR EACH ROW EXECUTE FUNCTION public.custody_discrepancy_kept();
"""
PARKED = """
CREATE FUNCTION public.custody_number_known() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE public.custody_parkedscan SET known_at = public.tram_now()
  WHERE code = NEW.number AND resolved_at IS NULL AND known_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER custody_number_known AFTER INSERT OR UPDATE OF number ON public.custody_envelope
  FOR EACH ROW EXECUTE FUNCTION public.custody_number_known();
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0008_counting")]
    operations = [
        migrations.RunSQL(sql) for sql in (COVERS, BAGS, MANIFESTS, DISCREPANCIES, PARKED)
    ]
