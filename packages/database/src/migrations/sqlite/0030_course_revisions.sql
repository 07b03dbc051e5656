CREATE TABLE `enrolment_moves` (
	`enrolment_id` text NOT NULL,
	`number` integer NOT NULL,
	`from_version_id` text NOT NULL,
	`to_version_id` text NOT NULL,
	`cause` text NOT NULL,
	`value_before` integer NOT NULL,
	`value_after` integer NOT NULL,
	`positions` text NOT NULL,
	`archived_epochs` text NOT NULL,
	`moved_at` integer NOT NULL,
	PRIMARY KEY(`enrolment_id`, `number`),
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`from_version_id`) REFERENCES `course_versions`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`to_version_id`) REFERENCES `course_versions`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
ALTER TABLE `course_versions` ADD `kind` text DEFAULT 'substantial' NOT NULL;--> statement-breakpoint
ALTER TABLE `course_drafts` ADD `corrects` integer;--> statement-breakpoint
CREATE INDEX `enrolments_under_way` ON `enrolments` (`course_version_id`,`id`) WHERE "enrolments"."completed_at" IS NULL;--> statement-breakpoint
ALTER TABLE `lessons` DROP COLUMN `content_hash`;--> statement-breakpoint
CREATE TRIGGER enrolment_moves_no_update BEFORE UPDATE ON enrolment_moves
BEGIN SELECT RAISE(ABORT, 'enrolment_moves is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER enrolment_moves_no_delete BEFORE DELETE ON enrolment_moves
BEGIN SELECT RAISE(ABORT, 'enrolment_moves is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER enrolment_moves_no_replace BEFORE INSERT ON enrolment_moves
WHEN EXISTS (SELECT 1 FROM enrolment_moves WHERE enrolment_id = NEW.enrolment_id AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'enrolment_moves is append-only'); END;
