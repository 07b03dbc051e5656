CREATE TABLE `course_version_files` (
	`course_version_id` text NOT NULL,
	`name` text NOT NULL,
	`sha256` text NOT NULL,
	`bytes` integer NOT NULL,
	PRIMARY KEY(`course_version_id`, `name`),
	FOREIGN KEY (`course_version_id`) REFERENCES `course_versions`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
ALTER TABLE `courses` ADD `withdrawn_reason` text;--> statement-breakpoint
ALTER TABLE `courses` ADD `withdrawn_at` integer;--> statement-breakpoint
ALTER TABLE `courses` ADD `withdrawn_by` text;