CREATE TABLE `adjustment_withdrawals` (
	`adjustment_id` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`withdrawn_by` text NOT NULL,
	`withdrawn_at` integer NOT NULL,
	FOREIGN KEY (`adjustment_id`) REFERENCES `requirement_adjustments`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `requirement_adjustments` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`kind` text NOT NULL,
	`from_year` integer NOT NULL,
	`to_year` integer NOT NULL,
	`percent` integer,
	`months` integer,
	`reason` text NOT NULL,
	`document` text NOT NULL,
	`approved_by` text NOT NULL,
	`approved_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `requirement_adjustments_person` ON `requirement_adjustments` (`person_id`,`from_year`);--> statement-breakpoint
ALTER TABLE `person_standings` ADD `adjustment` text;
--> statement-breakpoint
-- hand-written
CREATE TRIGGER requirement_adjustments_no_update BEFORE UPDATE ON requirement_adjustments
BEGIN SELECT RAISE(ABORT, 'adjustments of requirements are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER requirement_adjustments_no_delete BEFORE DELETE ON requirement_adjustments
BEGIN SELECT RAISE(ABORT, 'adjustments of requirements are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER requirement_adjustments_no_replace BEFORE INSERT ON requirement_adjustments
WHEN EXISTS (SELECT 1 FROM requirement_adjustments WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'adjustments of requirements are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER adjustment_withdrawals_no_update BEFORE UPDATE ON adjustment_withdrawals
BEGIN SELECT RAISE(ABORT, 'withdrawals of adjustments are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER adjustment_withdrawals_no_delete BEFORE DELETE ON adjustment_withdrawals
BEGIN SELECT RAISE(ABORT, 'withdrawals of adjustments are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER adjustment_withdrawals_no_replace BEFORE INSERT ON adjustment_withdrawals
WHEN EXISTS (SELECT 1 FROM adjustment_withdrawals WHERE adjustment_id = NEW.adjustment_id)
BEGIN SELECT RAISE(ABORT, 'withdrawals of adjustments are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER stale_after_adjustment_insert AFTER INSERT ON requirement_adjustments BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_withdrawal_insert AFTER INSERT ON adjustment_withdrawals BEGIN
  INSERT INTO stale_standings (person_id)
  SELECT person_id FROM requirement_adjustments a WHERE a.id = NEW.adjustment_id
    AND NOT EXISTS (SELECT 1 FROM stale_standings s WHERE s.person_id = a.person_id);
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_status_insert AFTER INSERT ON person_statuses BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_status_update AFTER UPDATE ON person_statuses BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_programme_member_insert AFTER INSERT ON programme_members
WHEN EXISTS (SELECT 1 FROM hour_policies WHERE superseded_at IS NULL AND policy LIKE '%"requiredOnly":true%')
BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
INSERT INTO stale_units (unit_id, after_person_id)
SELECT id, '' FROM org_units WHERE parent_id IS NULL
  AND EXISTS (SELECT 1 FROM person_statuses)
  AND NOT EXISTS (SELECT 1 FROM stale_units s WHERE s.unit_id = org_units.id);
