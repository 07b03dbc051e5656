CREATE TABLE `course_drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`outline` text NOT NULL,
	`revision` integer NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`submitted_by` text,
	`submitted_at` integer,
	`comment` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`saved_by` text NOT NULL,
	`saved_at` integer NOT NULL,
	FOREIGN KEY (`submitted_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`created_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`saved_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `course_drafts_slug` ON `course_drafts` (`slug`);--> statement-breakpoint
CREATE INDEX `course_drafts_saved` ON `course_drafts` (`saved_at`);--> statement-breakpoint
CREATE TABLE `draft_texts` (
	`draft_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`text` text NOT NULL,
	`version` integer NOT NULL,
	`saved_by` text NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`draft_id`, `lesson_id`),
	FOREIGN KEY (`draft_id`) REFERENCES `course_drafts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`saved_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
