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
DROP INDEX `hour_policies_scope`;--> statement-breakpoint
ALTER TABLE `hour_policies` ADD `what_if` text;--> statement-breakpoint
ALTER TABLE `hour_policies` ADD `superseded_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `hour_policies_scope` ON `hour_policies` (`org_unit_id`,`from_year`) WHERE "hour_policies"."superseded_at" IS NULL;--> statement-breakpoint
ALTER TABLE `course_versions` ADD `equivalence_group` text;--> statement-breakpoint
ALTER TABLE `playback_sessions` ADD `coverage_percent` integer DEFAULT 95 NOT NULL;--> statement-breakpoint
ALTER TABLE `presence_checks` ADD `question_id` text;