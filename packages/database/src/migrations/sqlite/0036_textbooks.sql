CREATE TABLE `textbook_parts` (
	`textbook_id` text NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`words` text NOT NULL,
	`width` integer,
	`height` integer,
	PRIMARY KEY(`textbook_id`, `number`),
	FOREIGN KEY (`textbook_id`) REFERENCES `textbooks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `textbook_places` (
	`person_id` text NOT NULL,
	`textbook_id` text NOT NULL,
	`number` integer NOT NULL,
	`read_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `textbook_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`textbook_id`) REFERENCES `textbooks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `textbooks` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`org_unit_id` text NOT NULL,
	`title` text NOT NULL,
	`authors` text NOT NULL,
	`publisher` text NOT NULL,
	`edition` text NOT NULL,
	`isbn` text NOT NULL,
	`rights` text NOT NULL,
	`state` text NOT NULL,
	`problem` text,
	`problem_detail` text,
	`format` text,
	`file_name` text,
	`sha256` text,
	`bytes` integer,
	`parts` integer NOT NULL,
	`outline` text NOT NULL,
	`language` text NOT NULL,
	`retired_at` integer,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` text,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`saved_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `textbooks_code` ON `textbooks` (`code`);--> statement-breakpoint
CREATE INDEX `textbooks_unit` ON `textbooks` (`org_unit_id`);--> statement-breakpoint
CREATE INDEX `textbooks_file` ON `textbooks` (`sha256`);--> statement-breakpoint
ALTER TABLE `course_versions` ADD `textbooks` text DEFAULT '[]' NOT NULL;