CREATE TABLE `lecturers` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`org_unit_id` text NOT NULL,
	`name` text NOT NULL,
	`name_en` text NOT NULL,
	`name_pinyin` text NOT NULL,
	`name_initials` text NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`topics` text NOT NULL,
	`biography` text NOT NULL,
	`biography_en` text NOT NULL,
	`photo` text,
	`person_id` text,
	`retired_at` integer,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` text,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`saved_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `lecturers_code` ON `lecturers` (`code`);--> statement-breakpoint
CREATE INDEX `lecturers_unit` ON `lecturers` (`org_unit_id`);--> statement-breakpoint
CREATE INDEX `lecturers_person` ON `lecturers` (`person_id`);--> statement-breakpoint
CREATE TABLE `syllabuses` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`org_unit_id` text NOT NULL,
	`title` text NOT NULL,
	`edition` text NOT NULL,
	`state` text NOT NULL,
	`areas` text NOT NULL,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` text,
	`in_force_at` integer,
	`replaced_at` integer,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`saved_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `syllabuses_edition` ON `syllabuses` (`code`,`edition`);--> statement-breakpoint
CREATE INDEX `syllabuses_unit` ON `syllabuses` (`org_unit_id`);--> statement-breakpoint
ALTER TABLE `course_versions` ADD `syllabus_points` text DEFAULT '[]' NOT NULL;