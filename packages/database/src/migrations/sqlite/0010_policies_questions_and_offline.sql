CREATE TABLE `question_standings` (
	`enrolment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`question_id` text NOT NULL,
	`standing` text NOT NULL,
	`wrong_in_row` integer NOT NULL,
	`wrong_answers` integer NOT NULL,
	`asked_at` integer NOT NULL,
	`answered_at` integer,
	PRIMARY KEY(`enrolment_id`, `lesson_id`, `question_id`),
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `offline_permissions` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`enrolment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`form` text NOT NULL,
	`media_asset_id` text,
	`duration_ms` integer NOT NULL,
	`max_rate_percent` integer NOT NULL,
	`issued_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	`last_seq` integer NOT NULL,
	`head_hash` text NOT NULL,
	`last_sitting` text,
	`last_mono_ms` integer NOT NULL,
	`returned_at` integer,
	`granted` text NOT NULL,
	`granted_ms` integer NOT NULL,
	`spent` text NOT NULL,
	`reason` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `offline_permissions_person` ON `offline_permissions` (`person_id`,`issued_at`);--> statement-breakpoint
CREATE INDEX `offline_permissions_enrolment` ON `offline_permissions` (`enrolment_id`);--> statement-breakpoint
CREATE TABLE `offline_study` (
	`permission_id` text NOT NULL,
	`seq` integer NOT NULL,
	`received_at` integer NOT NULL,
	`body` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`permission_id`, `seq`),
	FOREIGN KEY (`permission_id`) REFERENCES `offline_permissions`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
DROP INDEX `hour_policies_scope`;--> statement-breakpoint
ALTER TABLE `hour_policies` ADD `what_if` text;--> statement-breakpoint
ALTER TABLE `hour_policies` ADD `superseded_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `hour_policies_scope` ON `hour_policies` (`org_unit_id`,`from_year`) WHERE "hour_policies"."superseded_at" IS NULL;--> statement-breakpoint
ALTER TABLE `course_versions` ADD `equivalence_group` text;--> statement-breakpoint
ALTER TABLE `playback_sessions` ADD `coverage_percent` integer DEFAULT 95 NOT NULL;--> statement-breakpoint
ALTER TABLE `presence_checks` ADD `question_id` text;
--> statement-breakpoint
CREATE TRIGGER offline_study_no_update BEFORE UPDATE ON offline_study
BEGIN SELECT RAISE(ABORT, 'offline_study is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER offline_study_no_delete BEFORE DELETE ON offline_study
BEGIN SELECT RAISE(ABORT, 'offline_study is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER offline_study_no_replace BEFORE INSERT ON offline_study
WHEN EXISTS (SELECT 1 FROM offline_study WHERE permission_id = NEW.permission_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'offline_study is append-only'); END;

