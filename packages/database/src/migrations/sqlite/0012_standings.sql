CREATE TABLE `person_standings` (
	`year` integer NOT NULL,
	`person_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`category` text,
	`name_pinyin` text NOT NULL,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	`target_hundredths` integer,
	`target_half_days` integer,
	`share` integer NOT NULL,
	`state` text NOT NULL,
	`on_course_until_days_left` integer,
	PRIMARY KEY(`year`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `person_standings_unit` ON `person_standings` (`unit_id`,`year`,`state`);--> statement-breakpoint
CREATE INDEX `person_standings_name` ON `person_standings` (`year`,`name_pinyin`,`person_id`);--> statement-breakpoint
CREATE INDEX `person_standings_hours` ON `person_standings` (`year`,`hundredths`,`person_id`);--> statement-breakpoint
CREATE INDEX `person_standings_days` ON `person_standings` (`year`,`half_days`,`person_id`);--> statement-breakpoint
CREATE INDEX `person_standings_share` ON `person_standings` (`year`,`share`,`person_id`);--> statement-breakpoint
CREATE INDEX `person_standings_due` ON `person_standings` (`year`,`on_course_until_days_left`);--> statement-breakpoint
CREATE TABLE `stale_standings` (
	`person_id` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `stale_units` (
	`unit_id` text PRIMARY KEY NOT NULL,
	`after_person_id` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `unit_months` (
	`unit_id` text NOT NULL,
	`year` integer NOT NULL,
	`month` integer NOT NULL,
	`area` text NOT NULL,
	`mode` text NOT NULL,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	`entries` integer NOT NULL,
	PRIMARY KEY(`unit_id`, `year`, `month`, `area`, `mode`)
);
--> statement-breakpoint
CREATE TABLE `unit_tallies` (
	`unit_id` text NOT NULL,
	`year` integer NOT NULL,
	`scope` text NOT NULL,
	`category` text NOT NULL,
	`state` text NOT NULL,
	`people` integer NOT NULL,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	PRIMARY KEY(`unit_id`, `year`, `scope`, `category`, `state`)
);
--> statement-breakpoint
-- hand-written
-- Not INSERT OR IGNORE: the statement that fires a trigger decides about conflicts within it.
CREATE TRIGGER stale_after_account_insert AFTER INSERT ON annual_accounts BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_account_update AFTER UPDATE ON annual_accounts BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_membership_insert AFTER INSERT ON memberships BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_membership_update AFTER UPDATE ON memberships BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_person_update AFTER UPDATE OF name_pinyin, closed_at ON people BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.id);
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_policy_insert AFTER INSERT ON hour_policies BEGIN
  INSERT INTO stale_units (unit_id, after_person_id) VALUES (NEW.org_unit_id, '')
  ON CONFLICT (unit_id) DO UPDATE SET after_person_id = '';
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_policy_update AFTER UPDATE ON hour_policies BEGIN
  INSERT INTO stale_units (unit_id, after_person_id) VALUES (NEW.org_unit_id, '')
  ON CONFLICT (unit_id) DO UPDATE SET after_person_id = '';
END;
--> statement-breakpoint
CREATE TRIGGER tallies_after_standing_insert AFTER INSERT ON person_standings BEGIN
  INSERT INTO unit_tallies (unit_id, year, scope, category, state, people, hundredths, half_days)
  SELECT ancestor_id, NEW.year, 'below', coalesce(NEW.category, ''), NEW.state, 1, NEW.hundredths, NEW.half_days
  FROM org_unit_ancestors WHERE unit_id = NEW.unit_id
  UNION ALL
  SELECT NEW.unit_id, NEW.year, 'own', coalesce(NEW.category, ''), NEW.state, 1, NEW.hundredths, NEW.half_days
  WHERE true
  ON CONFLICT (unit_id, year, scope, category, state) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
--> statement-breakpoint
CREATE TRIGGER tallies_after_standing_delete AFTER DELETE ON person_standings BEGIN
  UPDATE unit_tallies SET people = people - 1, hundredths = hundredths - OLD.hundredths, half_days = half_days - OLD.half_days
  WHERE year = OLD.year AND category = coalesce(OLD.category, '') AND state = OLD.state
    AND ((scope = 'own' AND unit_id = OLD.unit_id)
      OR (scope = 'below' AND unit_id IN (SELECT ancestor_id FROM org_unit_ancestors WHERE unit_id = OLD.unit_id)));
END;
--> statement-breakpoint
CREATE TRIGGER tallies_after_standing_update AFTER UPDATE ON person_standings
WHEN OLD.unit_id IS NOT NEW.unit_id OR OLD.category IS NOT NEW.category OR OLD.state IS NOT NEW.state
  OR OLD.hundredths IS NOT NEW.hundredths OR OLD.half_days IS NOT NEW.half_days
BEGIN
  UPDATE unit_tallies SET people = people - 1, hundredths = hundredths - OLD.hundredths, half_days = half_days - OLD.half_days
  WHERE year = OLD.year AND category = coalesce(OLD.category, '') AND state = OLD.state
    AND ((scope = 'own' AND unit_id = OLD.unit_id)
      OR (scope = 'below' AND unit_id IN (SELECT ancestor_id FROM org_unit_ancestors WHERE unit_id = OLD.unit_id)));
  INSERT INTO unit_tallies (unit_id, year, scope, category, state, people, hundredths, half_days)
  SELECT ancestor_id, NEW.year, 'below', coalesce(NEW.category, ''), NEW.state, 1, NEW.hundredths, NEW.half_days
  FROM org_unit_ancestors WHERE unit_id = NEW.unit_id
  UNION ALL
  SELECT NEW.unit_id, NEW.year, 'own', coalesce(NEW.category, ''), NEW.state, 1, NEW.hundredths, NEW.half_days
  WHERE true
  ON CONFLICT (unit_id, year, scope, category, state) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
--> statement-breakpoint
CREATE TRIGGER standings_before_unit_move BEFORE UPDATE OF path ON org_units WHEN OLD.path IS NOT NEW.path BEGIN
  INSERT INTO stale_units (unit_id, after_person_id) VALUES (NEW.id, '')
  ON CONFLICT (unit_id) DO UPDATE SET after_person_id = '';
  DELETE FROM person_standings WHERE unit_id = OLD.id;
END;
--> statement-breakpoint
INSERT INTO stale_units (unit_id, after_person_id) SELECT id, '' FROM org_units WHERE parent_id IS NULL;
