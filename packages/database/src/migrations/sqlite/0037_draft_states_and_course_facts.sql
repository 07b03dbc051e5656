CREATE TABLE `draft_text_states` (
	`id` text PRIMARY KEY NOT NULL,
	`draft_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`text` text NOT NULL,
	`saved_by` text NOT NULL,
	`saved_at` integer NOT NULL,
	FOREIGN KEY (`draft_id`) REFERENCES `course_drafts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`saved_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `draft_text_states_lesson` ON `draft_text_states` (`draft_id`,`lesson_id`,`saved_at`);--> statement-breakpoint
ALTER TABLE `course_versions` ADD `audience` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `course_versions` ADD `prerequisites` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `course_versions` ADD `cover` text;