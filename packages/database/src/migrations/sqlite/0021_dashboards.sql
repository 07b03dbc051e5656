CREATE TABLE `unit_days` (
	`unit_id` text NOT NULL,
	`year` integer NOT NULL,
	`category` text NOT NULL,
	`day` integer NOT NULL,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	PRIMARY KEY(`unit_id`, `year`, `category`, `day`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `unit_key_groups` (
	`unit_id` text NOT NULL,
	`year` integer NOT NULL,
	`category` text NOT NULL,
	`key_group` text NOT NULL,
	`outlook` text NOT NULL,
	`people` integer NOT NULL,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	PRIMARY KEY(`unit_id`, `year`, `category`, `key_group`, `outlook`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `unit_kinds` (
	`unit_id` text NOT NULL,
	`year` integer NOT NULL,
	`category` text NOT NULL,
	`mode` text NOT NULL,
	`area` text NOT NULL,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	PRIMARY KEY(`unit_id`, `year`, `category`, `mode`, `area`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `unit_outlooks` (
	`unit_id` text NOT NULL,
	`year` integer NOT NULL,
	`category` text NOT NULL,
	`outlook` text NOT NULL,
	`people` integer NOT NULL,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	`owed_hundredths` integer NOT NULL,
	`missing_hundredths` integer NOT NULL,
	PRIMARY KEY(`unit_id`, `year`, `category`, `outlook`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `person_standings` ADD `outlook` text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE `person_standings` ADD `unsure_until_days_left` integer;--> statement-breakpoint
ALTER TABLE `person_standings` ADD `missing_hundredths` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `person_standings_outlook` ON `person_standings` (`year`,`outlook`,`missing_hundredths`,`person_id`);--> statement-breakpoint
CREATE INDEX `person_standings_unit_outlook` ON `person_standings` (`unit_id`,`year`,`outlook`);--> statement-breakpoint
CREATE INDEX `person_standings_unsure` ON `person_standings` (`year`,`outlook`,`unsure_until_days_left`);
--> statement-breakpoint
-- hand-written
-- Everybody’s standing is computed anew by the job, which fills the sums below.
DELETE FROM person_standings;
--> statement-breakpoint
INSERT INTO stale_units (unit_id, after_person_id) SELECT id, '' FROM org_units WHERE parent_id IS NULL
ON CONFLICT (unit_id) DO UPDATE SET after_person_id = '';
--> statement-breakpoint
CREATE TRIGGER dashboards_after_standing_insert AFTER INSERT ON person_standings BEGIN
  INSERT INTO unit_outlooks (unit_id, year, category, outlook, people, hundredths, half_days, owed_hundredths, missing_hundredths)
  SELECT ancestor_id, NEW.year, coalesce(NEW.category, ''), NEW.outlook, 1, NEW.hundredths, NEW.half_days,
    coalesce(NEW.target_hundredths, 0), NEW.missing_hundredths
  FROM org_unit_ancestors WHERE unit_id = NEW.unit_id
  ON CONFLICT (unit_id, year, category, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days,
    owed_hundredths = owed_hundredths + excluded.owed_hundredths,
    missing_hundredths = missing_hundredths + excluded.missing_hundredths;
  INSERT INTO unit_days (unit_id, year, category, day, hundredths, half_days)
  SELECT a.ancestor_id, NEW.year, coalesce(NEW.category, ''), CASE WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) < e.year THEN 101
      WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) > e.year THEN 1231
      ELSE CAST(strftime('%m%d', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) END, e.hundredths, e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = NEW.unit_id
  WHERE e.person_id = NEW.person_id AND e.year = NEW.year
  ON CONFLICT (unit_id, year, category, day) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_kinds (unit_id, year, category, mode, area, hundredths, half_days)
  SELECT a.ancestor_id, NEW.year, coalesce(NEW.category, ''), e.mode, coalesce(e.area, ''), e.hundredths, e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = NEW.unit_id
  WHERE e.person_id = NEW.person_id AND e.year = NEW.year
  ON CONFLICT (unit_id, year, category, mode, area) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, NEW.year, coalesce(NEW.category, ''), k.key_group, NEW.outlook, 1, NEW.hundredths, NEW.half_days
  FROM key_group_memberships k JOIN org_unit_ancestors a ON a.unit_id = NEW.unit_id
  WHERE k.person_id = NEW.person_id AND k.ends_at IS NULL AND k.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
--> statement-breakpoint
CREATE TRIGGER dashboards_after_standing_delete AFTER DELETE ON person_standings BEGIN
  INSERT INTO unit_outlooks (unit_id, year, category, outlook, people, hundredths, half_days, owed_hundredths, missing_hundredths)
  SELECT ancestor_id, OLD.year, coalesce(OLD.category, ''), OLD.outlook, -1, -OLD.hundredths, -OLD.half_days,
    -coalesce(OLD.target_hundredths, 0), -OLD.missing_hundredths
  FROM org_unit_ancestors WHERE unit_id = OLD.unit_id
  ON CONFLICT (unit_id, year, category, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days,
    owed_hundredths = owed_hundredths + excluded.owed_hundredths,
    missing_hundredths = missing_hundredths + excluded.missing_hundredths;
  INSERT INTO unit_days (unit_id, year, category, day, hundredths, half_days)
  SELECT a.ancestor_id, OLD.year, coalesce(OLD.category, ''), CASE WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) < e.year THEN 101
      WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) > e.year THEN 1231
      ELSE CAST(strftime('%m%d', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) END, -e.hundredths, -e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = OLD.unit_id
  WHERE e.person_id = OLD.person_id AND e.year = OLD.year
  ON CONFLICT (unit_id, year, category, day) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_kinds (unit_id, year, category, mode, area, hundredths, half_days)
  SELECT a.ancestor_id, OLD.year, coalesce(OLD.category, ''), e.mode, coalesce(e.area, ''), -e.hundredths, -e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = OLD.unit_id
  WHERE e.person_id = OLD.person_id AND e.year = OLD.year
  ON CONFLICT (unit_id, year, category, mode, area) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, OLD.year, coalesce(OLD.category, ''), k.key_group, OLD.outlook, -1, -OLD.hundredths, -OLD.half_days
  FROM key_group_memberships k JOIN org_unit_ancestors a ON a.unit_id = OLD.unit_id
  WHERE k.person_id = OLD.person_id AND k.ends_at IS NULL AND k.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
--> statement-breakpoint
CREATE TRIGGER dashboards_after_standing_figures AFTER UPDATE ON person_standings
WHEN OLD.unit_id IS NOT NEW.unit_id OR OLD.category IS NOT NEW.category OR OLD.outlook IS NOT NEW.outlook
  OR OLD.hundredths IS NOT NEW.hundredths OR OLD.half_days IS NOT NEW.half_days
  OR OLD.target_hundredths IS NOT NEW.target_hundredths OR OLD.missing_hundredths IS NOT NEW.missing_hundredths
 BEGIN
  INSERT INTO unit_outlooks (unit_id, year, category, outlook, people, hundredths, half_days, owed_hundredths, missing_hundredths)
  SELECT ancestor_id, OLD.year, coalesce(OLD.category, ''), OLD.outlook, -1, -OLD.hundredths, -OLD.half_days,
    -coalesce(OLD.target_hundredths, 0), -OLD.missing_hundredths
  FROM org_unit_ancestors WHERE unit_id = OLD.unit_id
  ON CONFLICT (unit_id, year, category, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days,
    owed_hundredths = owed_hundredths + excluded.owed_hundredths,
    missing_hundredths = missing_hundredths + excluded.missing_hundredths;
  INSERT INTO unit_outlooks (unit_id, year, category, outlook, people, hundredths, half_days, owed_hundredths, missing_hundredths)
  SELECT ancestor_id, NEW.year, coalesce(NEW.category, ''), NEW.outlook, 1, NEW.hundredths, NEW.half_days,
    coalesce(NEW.target_hundredths, 0), NEW.missing_hundredths
  FROM org_unit_ancestors WHERE unit_id = NEW.unit_id
  ON CONFLICT (unit_id, year, category, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days,
    owed_hundredths = owed_hundredths + excluded.owed_hundredths,
    missing_hundredths = missing_hundredths + excluded.missing_hundredths;
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, OLD.year, coalesce(OLD.category, ''), k.key_group, OLD.outlook, -1, -OLD.hundredths, -OLD.half_days
  FROM key_group_memberships k JOIN org_unit_ancestors a ON a.unit_id = OLD.unit_id
  WHERE k.person_id = OLD.person_id AND k.ends_at IS NULL AND k.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, NEW.year, coalesce(NEW.category, ''), k.key_group, NEW.outlook, 1, NEW.hundredths, NEW.half_days
  FROM key_group_memberships k JOIN org_unit_ancestors a ON a.unit_id = NEW.unit_id
  WHERE k.person_id = NEW.person_id AND k.ends_at IS NULL AND k.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
--> statement-breakpoint
CREATE TRIGGER dashboards_after_standing_move AFTER UPDATE ON person_standings
WHEN OLD.unit_id IS NOT NEW.unit_id OR OLD.category IS NOT NEW.category
 BEGIN
  INSERT INTO unit_days (unit_id, year, category, day, hundredths, half_days)
  SELECT a.ancestor_id, OLD.year, coalesce(OLD.category, ''), CASE WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) < e.year THEN 101
      WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) > e.year THEN 1231
      ELSE CAST(strftime('%m%d', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) END, -e.hundredths, -e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = OLD.unit_id
  WHERE e.person_id = OLD.person_id AND e.year = OLD.year
  ON CONFLICT (unit_id, year, category, day) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_days (unit_id, year, category, day, hundredths, half_days)
  SELECT a.ancestor_id, NEW.year, coalesce(NEW.category, ''), CASE WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) < e.year THEN 101
      WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) > e.year THEN 1231
      ELSE CAST(strftime('%m%d', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) END, e.hundredths, e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = NEW.unit_id
  WHERE e.person_id = NEW.person_id AND e.year = NEW.year
  ON CONFLICT (unit_id, year, category, day) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_kinds (unit_id, year, category, mode, area, hundredths, half_days)
  SELECT a.ancestor_id, OLD.year, coalesce(OLD.category, ''), e.mode, coalesce(e.area, ''), -e.hundredths, -e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = OLD.unit_id
  WHERE e.person_id = OLD.person_id AND e.year = OLD.year
  ON CONFLICT (unit_id, year, category, mode, area) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_kinds (unit_id, year, category, mode, area, hundredths, half_days)
  SELECT a.ancestor_id, NEW.year, coalesce(NEW.category, ''), e.mode, coalesce(e.area, ''), e.hundredths, e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = NEW.unit_id
  WHERE e.person_id = NEW.person_id AND e.year = NEW.year
  ON CONFLICT (unit_id, year, category, mode, area) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
--> statement-breakpoint
CREATE TRIGGER dashboards_after_credit AFTER INSERT ON credit_entries BEGIN
  INSERT INTO unit_days (unit_id, year, category, day, hundredths, half_days)
  SELECT a.ancestor_id, s.year, coalesce(s.category, ''), CASE WHEN CAST(strftime('%Y', NEW.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) < NEW.year THEN 101
      WHEN CAST(strftime('%Y', NEW.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) > NEW.year THEN 1231
      ELSE CAST(strftime('%m%d', NEW.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) END, NEW.hundredths, NEW.half_days
  FROM person_standings s JOIN org_unit_ancestors a ON a.unit_id = s.unit_id
  WHERE s.year = NEW.year AND s.person_id = NEW.person_id
  ON CONFLICT (unit_id, year, category, day) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_kinds (unit_id, year, category, mode, area, hundredths, half_days)
  SELECT a.ancestor_id, s.year, coalesce(s.category, ''), NEW.mode, coalesce(NEW.area, ''), NEW.hundredths, NEW.half_days
  FROM person_standings s JOIN org_unit_ancestors a ON a.unit_id = s.unit_id
  WHERE s.year = NEW.year AND s.person_id = NEW.person_id
  ON CONFLICT (unit_id, year, category, mode, area) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
--> statement-breakpoint
CREATE TRIGGER dashboards_after_tag_insert AFTER INSERT ON key_group_memberships BEGIN
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, s.year, coalesce(s.category, ''), NEW.key_group, s.outlook, 1, s.hundredths, s.half_days
  FROM person_standings s JOIN org_unit_ancestors a ON a.unit_id = s.unit_id
  WHERE s.person_id = NEW.person_id AND NEW.ends_at IS NULL AND NEW.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
--> statement-breakpoint
CREATE TRIGGER dashboards_after_tag_update AFTER UPDATE ON key_group_memberships BEGIN
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, s.year, coalesce(s.category, ''), OLD.key_group, s.outlook, -1, -s.hundredths, -s.half_days
  FROM person_standings s JOIN org_unit_ancestors a ON a.unit_id = s.unit_id
  WHERE s.person_id = OLD.person_id AND OLD.ends_at IS NULL AND OLD.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, s.year, coalesce(s.category, ''), NEW.key_group, s.outlook, 1, s.hundredths, s.half_days
  FROM person_standings s JOIN org_unit_ancestors a ON a.unit_id = s.unit_id
  WHERE s.person_id = NEW.person_id AND NEW.ends_at IS NULL AND NEW.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
--> statement-breakpoint
CREATE TRIGGER dashboards_after_tag_delete AFTER DELETE ON key_group_memberships BEGIN
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, s.year, coalesce(s.category, ''), OLD.key_group, s.outlook, -1, -s.hundredths, -s.half_days
  FROM person_standings s JOIN org_unit_ancestors a ON a.unit_id = s.unit_id
  WHERE s.person_id = OLD.person_id AND OLD.ends_at IS NULL AND OLD.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
