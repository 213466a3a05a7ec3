"""What was lost leaves the contents of its bag, sealed or not; nothing else does before the seal is broken (14c)."""

from django.db import migrations

RULE = """
CREATE OR REPLACE FUNCTION public.custody_bag_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bag public.custody_bag; BEGIN
  SELECT * INTO bag FROM public.custody_bag b WHERE b.id = coalesce(NEW.bag_id, OLD.bag_id) FOR SHARE;
  IF bag.sealed_at IS NOT NULL AND (TG_OP = 'INSERT' OR bag.opened_at IS NULL) {unless} THEN
    RAISE EXCEPTION 'bag % is sealed: % refused', bag.number, TG_OP
      USING ERRCODE = 'check_violation', CONSTRAINT = 'bag_closed';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
"""
LOST = """
AND NOT (TG_OP = 'UPDATE' AND OLD.taken_out_at IS NULL AND NEW.taken_out_at IS NOT NULL
  AND to_jsonb(NEW) - 'taken_out_at' = to_jsonb(OLD) - 'taken_out_at'
  AND EXISTS (SELECT FROM public.custody_item i JOIN public.custody_holder h ON h.id = i.holder_id
    WHERE i.id = OLD.item_id AND h.kind = 'incident'))
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0014_sealed_before_customer")]
    operations = [migrations.RunSQL(RULE.format(unless=LOST), RULE.format(unless=""))]
