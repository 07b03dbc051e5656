ALTER TABLE `org_units` ADD `place_unit_id` text;--> statement-breakpoint
CREATE INDEX `org_units_place` ON `org_units` (`place_unit_id`) WHERE "org_units"."place_unit_id" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `org_unit_versions` ADD `place_unit_id` text;
--> statement-breakpoint
-- hand-written
-- A unit that is managed by its territory has no place beside it (DOMAIN G7).
CREATE TRIGGER org_units_place_insert BEFORE INSERT ON org_units
WHEN NEW.place_unit_id IS NOT NULL AND (NEW.management_mode = 'territorial' OR NEW.place_unit_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'only a unit of a line has a place, and it is another one'); END;
--> statement-breakpoint
CREATE TRIGGER org_units_place_update BEFORE UPDATE ON org_units
WHEN NEW.place_unit_id IS NOT NULL AND (NEW.management_mode = 'territorial' OR NEW.place_unit_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'only a unit of a line has a place, and it is another one'); END;
--> statement-breakpoint
-- The triggers of 0011 that keep a unit's history, with its place.
DROP TRIGGER org_unit_versions_insert;
--> statement-breakpoint
CREATE TRIGGER org_unit_versions_insert AFTER INSERT ON org_units
BEGIN
  INSERT INTO org_unit_versions (unit_id, valid_from, valid_to, parent_id, path, name, code, level, kind, form, region_code, management_mode, principal_org_id, place_unit_id, position, open, merged_into_id)
  VALUES (NEW.id, NEW.created_at, NULL, NEW.parent_id, NEW.path, NEW.name, NEW.code, NEW.level, NEW.kind, NEW.form, NEW.region_code, NEW.management_mode, NEW.principal_org_id, NEW.place_unit_id, NEW.position, NEW.closed_at IS NULL, NEW.merged_into_id);
END;
--> statement-breakpoint
DROP TRIGGER org_unit_versions_change;
--> statement-breakpoint
CREATE TRIGGER org_unit_versions_change AFTER UPDATE ON org_units
WHEN OLD.parent_id IS NOT NEW.parent_id OR OLD.path IS NOT NEW.path OR OLD.name IS NOT NEW.name OR OLD.code IS NOT NEW.code
  OR OLD.level IS NOT NEW.level OR OLD.kind IS NOT NEW.kind OR OLD.form IS NOT NEW.form OR OLD.region_code IS NOT NEW.region_code
  OR OLD.management_mode IS NOT NEW.management_mode OR OLD.principal_org_id IS NOT NEW.principal_org_id OR OLD.place_unit_id IS NOT NEW.place_unit_id
  OR OLD.position IS NOT NEW.position OR OLD.closed_at IS NOT NEW.closed_at OR OLD.merged_into_id IS NOT NEW.merged_into_id
BEGIN
  UPDATE org_unit_versions SET valid_to = NEW.changed_at
  WHERE unit_id = NEW.id AND valid_to IS NULL AND valid_from < coalesce(NEW.changed_at, NEW.created_at);
  DELETE FROM org_unit_versions WHERE unit_id = NEW.id AND valid_to IS NULL;
  INSERT INTO org_unit_versions (unit_id, valid_from, valid_to, parent_id, path, name, code, level, kind, form, region_code, management_mode, principal_org_id, place_unit_id, position, open, merged_into_id)
  SELECT NEW.id, max(coalesce(NEW.changed_at, NEW.created_at), coalesce((SELECT max(valid_to) FROM org_unit_versions WHERE unit_id = NEW.id), NEW.created_at)),
    NULL, NEW.parent_id, NEW.path, NEW.name, NEW.code, NEW.level, NEW.kind, NEW.form, NEW.region_code, NEW.management_mode, NEW.principal_org_id, NEW.place_unit_id, NEW.position, NEW.closed_at IS NULL, NEW.merged_into_id;
END;
