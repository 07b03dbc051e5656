CREATE TABLE `draft_files` (
	`id` text PRIMARY KEY NOT NULL,
	`draft_id` text NOT NULL,
	`kind` text NOT NULL,
	`file_name` text NOT NULL,
	`bytes` integer NOT NULL,
	`stated_sha256` text,
	`sha256` text,
	`kept_as` text,
	`state` text NOT NULL,
	`problem` text,
	`found` text,
	`added_by` text NOT NULL,
	`added_at` integer NOT NULL,
	FOREIGN KEY (`draft_id`) REFERENCES `course_drafts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`added_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `draft_files_draft` ON `draft_files` (`draft_id`);--> statement-breakpoint
CREATE INDEX `draft_files_kept` ON `draft_files` (`kept_as`);--> statement-breakpoint
CREATE TABLE `draft_uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`draft_id` text NOT NULL,
	`kind` text NOT NULL,
	`file_name` text NOT NULL,
	`bytes` integer NOT NULL,
	`fingerprint` text NOT NULL,
	`sha256` text,
	`started_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`touched_at` integer NOT NULL,
	FOREIGN KEY (`draft_id`) REFERENCES `course_drafts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`started_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `draft_uploads_draft` ON `draft_uploads` (`draft_id`);--> statement-breakpoint
ALTER TABLE `jobs` ADD `started_at` integer;