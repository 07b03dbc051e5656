CREATE TABLE `org_unit_ancestors` (
	`unit_id` text NOT NULL,
	`ancestor_id` text NOT NULL,
	`depth` integer NOT NULL,
	PRIMARY KEY(`unit_id`, `ancestor_id`)
);
--> statement-breakpoint
CREATE INDEX `org_unit_ancestors_below` ON `org_unit_ancestors` (`ancestor_id`,`unit_id`);--> statement-breakpoint
CREATE TABLE `org_unit_versions` (
	`unit_id` text NOT NULL,
	`valid_from` integer NOT NULL,
	`valid_to` integer,
	`parent_id` text,
	`path` text NOT NULL,
	`name` text NOT NULL,
	`code` text,
	`level` text NOT NULL,
	`kind` text NOT NULL,
	`form` text,
	`region_code` text,
	`management_mode` text NOT NULL,
	`principal_org_id` text,
	`position` integer NOT NULL,
	`open` integer NOT NULL,
	`merged_into_id` text,
	PRIMARY KEY(`unit_id`, `valid_from`)
);
--> statement-breakpoint
CREATE INDEX `org_unit_versions_children` ON `org_unit_versions` (`parent_id`,`valid_from`);--> statement-breakpoint
CREATE INDEX `org_unit_versions_path` ON `org_unit_versions` (`path`);--> statement-breakpoint
DROP INDEX `org_units_sibling_name`;--> statement-breakpoint
ALTER TABLE `org_units` ADD `code` text;--> statement-breakpoint
ALTER TABLE `org_units` ADD `form` text;--> statement-breakpoint
ALTER TABLE `org_units` ADD `management_mode` text DEFAULT 'territorial' NOT NULL;--> statement-breakpoint
ALTER TABLE `org_units` ADD `principal_org_id` text;--> statement-breakpoint
ALTER TABLE `org_units` ADD `responsible_person_id` text;--> statement-breakpoint
ALTER TABLE `org_units` ADD `merged_into_id` text;--> statement-breakpoint
ALTER TABLE `org_units` ADD `name_pinyin` text;--> statement-breakpoint
ALTER TABLE `org_units` ADD `name_initials` text;--> statement-breakpoint
ALTER TABLE `org_units` ADD `changed_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `org_units_code` ON `org_units` (`code`);--> statement-breakpoint
CREATE INDEX `org_units_parent` ON `org_units` (`parent_id`,`closed_at`,`position`);--> statement-breakpoint
CREATE UNIQUE INDEX `org_units_sibling_name` ON `org_units` (`parent_id`,`name`) WHERE "org_units"."closed_at" IS NULL;--> statement-breakpoint
ALTER TABLE `role_grants` ADD `starts_at` integer;--> statement-breakpoint
ALTER TABLE `role_grants` ADD `ends_at` integer;--> statement-breakpoint
ALTER TABLE `role_grants` ADD `ended_by` text;--> statement-breakpoint
ALTER TABLE `role_grants` ADD `delegated_from_id` text;--> statement-breakpoint
ALTER TABLE `role_grants` ADD `reason` text;--> statement-breakpoint
CREATE INDEX `role_grants_unit` ON `role_grants` (`org_unit_id`);--> statement-breakpoint
CREATE INDEX `role_grants_delegated` ON `role_grants` (`delegated_from_id`);
--> statement-breakpoint
-- hand-written
-- Which units lie above a unit stands in its path; taking it from there needs no order among inserts.
INSERT INTO org_unit_ancestors (unit_id, ancestor_id, depth)
SELECT u.id, a.value, length(u.path) - length(replace(u.path, '/', '')) - 2 - a.key
FROM org_units u, json_each('["' || replace(trim(u.path, '/'), '/', '","') || '"]') a;
--> statement-breakpoint
CREATE TRIGGER org_unit_ancestors_insert AFTER INSERT ON org_units
BEGIN
  INSERT INTO org_unit_ancestors (unit_id, ancestor_id, depth)
  SELECT NEW.id, a.value, length(NEW.path) - length(replace(NEW.path, '/', '')) - 2 - a.key
  FROM json_each('["' || replace(trim(NEW.path, '/'), '/', '","') || '"]') a;
END;
--> statement-breakpoint
CREATE TRIGGER org_unit_ancestors_move AFTER UPDATE OF path ON org_units WHEN OLD.path <> NEW.path
BEGIN
  DELETE FROM org_unit_ancestors WHERE unit_id = NEW.id;
  INSERT INTO org_unit_ancestors (unit_id, ancestor_id, depth)
  SELECT NEW.id, a.value, length(NEW.path) - length(replace(NEW.path, '/', '')) - 2 - a.key
  FROM json_each('["' || replace(trim(NEW.path, '/'), '/', '","') || '"]') a;
END;
--> statement-breakpoint
-- A unit is closed and never deleted: its history, and the records that name it, outlive it.
CREATE TRIGGER org_units_no_delete BEFORE DELETE ON org_units
BEGIN SELECT RAISE(ABORT, 'a unit is closed, never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER org_units_dual_insert BEFORE INSERT ON org_units
WHEN NEW.management_mode = 'dual' AND NEW.principal_org_id IS NULL
BEGIN SELECT RAISE(ABORT, 'dual management needs a principal'); END;
--> statement-breakpoint
CREATE TRIGGER org_units_dual_update BEFORE UPDATE ON org_units
WHEN NEW.management_mode = 'dual' AND NEW.principal_org_id IS NULL
BEGIN SELECT RAISE(ABORT, 'dual management needs a principal'); END;
--> statement-breakpoint
INSERT INTO org_unit_versions (unit_id, valid_from, valid_to, parent_id, path, name, code, level, kind, form, region_code, management_mode, principal_org_id, position, open, merged_into_id)
SELECT id, created_at, NULL, parent_id, path, name, code, level, kind, form, region_code, management_mode, principal_org_id, position, closed_at IS NULL, merged_into_id
FROM org_units;
--> statement-breakpoint
CREATE TRIGGER org_unit_versions_insert AFTER INSERT ON org_units
BEGIN
  INSERT INTO org_unit_versions (unit_id, valid_from, valid_to, parent_id, path, name, code, level, kind, form, region_code, management_mode, principal_org_id, position, open, merged_into_id)
  VALUES (NEW.id, NEW.created_at, NULL, NEW.parent_id, NEW.path, NEW.name, NEW.code, NEW.level, NEW.kind, NEW.form, NEW.region_code, NEW.management_mode, NEW.principal_org_id, NEW.position, NEW.closed_at IS NULL, NEW.merged_into_id);
END;
--> statement-breakpoint
-- What stood for no time at all (two changes in one instant) was never the state of a unit, and a
-- clock set back makes no period that ends before it begins.
CREATE TRIGGER org_unit_versions_change AFTER UPDATE ON org_units
WHEN OLD.parent_id IS NOT NEW.parent_id OR OLD.path IS NOT NEW.path OR OLD.name IS NOT NEW.name OR OLD.code IS NOT NEW.code
  OR OLD.level IS NOT NEW.level OR OLD.kind IS NOT NEW.kind OR OLD.form IS NOT NEW.form OR OLD.region_code IS NOT NEW.region_code
  OR OLD.management_mode IS NOT NEW.management_mode OR OLD.principal_org_id IS NOT NEW.principal_org_id
  OR OLD.position IS NOT NEW.position OR OLD.closed_at IS NOT NEW.closed_at OR OLD.merged_into_id IS NOT NEW.merged_into_id
BEGIN
  UPDATE org_unit_versions SET valid_to = NEW.changed_at
  WHERE unit_id = NEW.id AND valid_to IS NULL AND valid_from < coalesce(NEW.changed_at, NEW.created_at);
  DELETE FROM org_unit_versions WHERE unit_id = NEW.id AND valid_to IS NULL;
  INSERT INTO org_unit_versions (unit_id, valid_from, valid_to, parent_id, path, name, code, level, kind, form, region_code, management_mode, principal_org_id, position, open, merged_into_id)
  SELECT NEW.id, max(coalesce(NEW.changed_at, NEW.created_at), coalesce((SELECT max(valid_to) FROM org_unit_versions WHERE unit_id = NEW.id), NEW.created_at)),
    NULL, NEW.parent_id, NEW.path, NEW.name, NEW.code, NEW.level, NEW.kind, NEW.form, NEW.region_code, NEW.management_mode, NEW.principal_org_id, NEW.position, NEW.closed_at IS NULL, NEW.merged_into_id;
END;
