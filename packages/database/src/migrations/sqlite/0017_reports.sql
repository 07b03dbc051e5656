CREATE TABLE `closed_standings` (
	`closing_id` text NOT NULL,
	`person_id` text NOT NULL,
	`name` text NOT NULL,
	`unit_id` text NOT NULL,
	`category` text,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	`target_hundredths` integer,
	`target_half_days` integer,
	`share` integer NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`closing_id`, `person_id`),
	FOREIGN KEY (`closing_id`) REFERENCES `year_closings`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `closed_standings_person` ON `closed_standings` (`person_id`);--> statement-breakpoint
CREATE INDEX `closed_standings_unit` ON `closed_standings` (`closing_id`,`unit_id`);--> statement-breakpoint
CREATE TABLE `closed_unit_figures` (
	`closing_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`name` text NOT NULL,
	`path` text NOT NULL,
	`people` integer NOT NULL,
	`met` integer NOT NULL,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	PRIMARY KEY(`closing_id`, `unit_id`),
	FOREIGN KEY (`closing_id`) REFERENCES `year_closings`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `closing_changes` (
	`closing_id` text NOT NULL,
	`person_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	PRIMARY KEY(`closing_id`, `person_id`),
	FOREIGN KEY (`closing_id`) REFERENCES `year_closings`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `closing_changes_unit` ON `closing_changes` (`closing_id`,`unit_id`,`hundredths`,`half_days`);--> statement-breakpoint
CREATE TABLE `report_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`org_unit_id` text NOT NULL,
	`saved_id` text,
	`created_by` text,
	`created_at` integer NOT NULL,
	`year` integer NOT NULL,
	`order` text NOT NULL,
	`state` text NOT NULL,
	`fault` text,
	`rows_done` integer DEFAULT 0 NOT NULL,
	`rows_total` integer DEFAULT 0 NOT NULL,
	`rows_written` integer DEFAULT 0 NOT NULL,
	`file_name` text,
	`size_bytes` integer,
	`sha256` text,
	`ready_at` integer,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `report_runs_unit` ON `report_runs` (`org_unit_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `report_runs_creator` ON `report_runs` (`created_by`,`state`);--> statement-breakpoint
CREATE INDEX `report_runs_age` ON `report_runs` (`state`,`created_at`);--> statement-breakpoint
CREATE TABLE `report_subscriptions` (
	`saved_id` text NOT NULL,
	`person_id` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`saved_id`, `person_id`),
	FOREIGN KEY (`saved_id`) REFERENCES `saved_reports`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `report_subscriptions_person` ON `report_subscriptions` (`person_id`);--> statement-breakpoint
CREATE TABLE `saved_reports` (
	`id` text PRIMARY KEY NOT NULL,
	`org_unit_id` text NOT NULL,
	`name` text NOT NULL,
	`order` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `saved_reports_name` ON `saved_reports` (`org_unit_id`,`name`);--> statement-breakpoint
CREATE TABLE `year_closings` (
	`id` text PRIMARY KEY NOT NULL,
	`org_unit_id` text NOT NULL,
	`year` integer NOT NULL,
	`state` text NOT NULL,
	`started_at` integer NOT NULL,
	`started_by` text NOT NULL,
	`people_total` integer NOT NULL,
	`people_done` integer DEFAULT 0 NOT NULL,
	`sealed_at` integer,
	`hash` text,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `year_closings_unit` ON `year_closings` (`org_unit_id`,`year`);--> statement-breakpoint
CREATE TABLE `year_reminders` (
	`person_id` text PRIMARY KEY NOT NULL,
	`reminded_at` integer NOT NULL,
	`reminded_by` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
-- hand-written
CREATE TRIGGER year_closings_sealed BEFORE UPDATE ON year_closings
WHEN OLD.state = 'sealed' OR NEW.id IS NOT OLD.id OR NEW.year IS NOT OLD.year OR NEW.org_unit_id IS NOT OLD.org_unit_id
BEGIN SELECT RAISE(ABORT, 'a closed year is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER year_closings_no_delete BEFORE DELETE ON year_closings
BEGIN SELECT RAISE(ABORT, 'a closed year is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER year_closings_no_replace BEFORE INSERT ON year_closings
WHEN EXISTS (SELECT 1 FROM year_closings WHERE id = NEW.id OR (org_unit_id = NEW.org_unit_id AND year = NEW.year))
BEGIN SELECT RAISE(ABORT, 'a closed year is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER closed_standings_no_update BEFORE UPDATE ON closed_standings
BEGIN SELECT RAISE(ABORT, 'a closed year is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER closed_standings_no_delete BEFORE DELETE ON closed_standings
BEGIN SELECT RAISE(ABORT, 'a closed year is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER closed_standings_while_freezing BEFORE INSERT ON closed_standings
WHEN NOT EXISTS (SELECT 1 FROM year_closings WHERE id = NEW.closing_id AND state = 'freezing')
  OR EXISTS (SELECT 1 FROM closed_standings WHERE closing_id = NEW.closing_id AND person_id = NEW.person_id)
BEGIN SELECT RAISE(ABORT, 'a closed year is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER closed_unit_figures_no_update BEFORE UPDATE ON closed_unit_figures
BEGIN SELECT RAISE(ABORT, 'a closed year is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER closed_unit_figures_no_delete BEFORE DELETE ON closed_unit_figures
BEGIN SELECT RAISE(ABORT, 'a closed year is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER closed_unit_figures_while_freezing BEFORE INSERT ON closed_unit_figures
WHEN NOT EXISTS (SELECT 1 FROM year_closings WHERE id = NEW.closing_id AND state = 'freezing')
  OR EXISTS (SELECT 1 FROM closed_unit_figures WHERE closing_id = NEW.closing_id AND unit_id = NEW.unit_id)
BEGIN SELECT RAISE(ABORT, 'a closed year is append-only'); END;
--> statement-breakpoint
-- What the ledger adds to a frozen year, or takes away, stands beside it.
CREATE TRIGGER closing_changes_after_entry AFTER INSERT ON credit_entries
WHEN EXISTS (SELECT 1 FROM year_closings WHERE year = NEW.year)
BEGIN
  INSERT INTO closing_changes (closing_id, person_id, unit_id, hundredths, half_days)
  SELECT c.closing_id, c.person_id, c.unit_id, NEW.hundredths, NEW.half_days
  FROM closed_standings c JOIN year_closings y ON y.id = c.closing_id
  WHERE c.person_id = NEW.person_id AND y.year = NEW.year
  ON CONFLICT (closing_id, person_id) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
