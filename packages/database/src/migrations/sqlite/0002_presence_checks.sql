CREATE TABLE `presence_checks` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`session_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`kind` text NOT NULL,
	`options` text NOT NULL,
	`answer` integer NOT NULL,
	`asked_at` integer NOT NULL,
	`deadline_at` integer NOT NULL,
	`outcome` text NOT NULL,
	`attempts` integer NOT NULL,
	`settled_at` integer,
	`taken_back_ms` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `presence_checks_person` ON `presence_checks` (`person_id`,`asked_at`);--> statement-breakpoint
ALTER TABLE `learner_playheads` ADD `until_check_ms` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `learner_playheads` ADD `open_check_id` text;--> statement-breakpoint
ALTER TABLE `learner_playheads` ADD `open_check_asked_ms` integer;--> statement-breakpoint
ALTER TABLE `learner_playheads` ADD `open_check_deadline_ms` integer;--> statement-breakpoint
ALTER TABLE `learner_playheads` ADD `check_time_ms` integer;--> statement-breakpoint
ALTER TABLE `lesson_progress` ADD `unproven` text DEFAULT '[]' NOT NULL;