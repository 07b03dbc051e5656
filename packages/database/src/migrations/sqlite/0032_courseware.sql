CREATE TABLE `courseware_launches` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`enrolment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`unit` integer NOT NULL,
	`epoch` integer NOT NULL,
	`coverage_percent` integer NOT NULL,
	`opened_at` integer NOT NULL,
	`last_beat_at` integer NOT NULL,
	`timed_ms` integer NOT NULL,
	`last_seq` integer NOT NULL,
	`closed_at` integer,
	`token_hash` text,
	`initialized_at` integer,
	`terminated_at` integer,
	`abandoned_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `courseware_launches_lesson` ON `courseware_launches` (`enrolment_id`,`lesson_id`,`unit`);--> statement-breakpoint
CREATE TABLE `courseware_units` (
	`enrolment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`unit` integer NOT NULL,
	`completed` integer NOT NULL,
	`success` text,
	`score_percent` integer,
	`satisfied_at` integer,
	`memory` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`enrolment_id`, `lesson_id`, `unit`),
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `xapi_documents` (
	`enrolment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`kind` text NOT NULL,
	`activity` text NOT NULL,
	`document_id` text NOT NULL,
	`content_type` text NOT NULL,
	`body` text NOT NULL,
	`etag` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`enrolment_id`, `lesson_id`, `kind`, `activity`, `document_id`),
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `xapi_statements` (
	`id` text PRIMARY KEY NOT NULL,
	`launch_id` text NOT NULL,
	`enrolment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`verb` text NOT NULL,
	`activity` text,
	`sent_hash` text NOT NULL,
	`statement` text NOT NULL,
	`stored_at` integer NOT NULL,
	FOREIGN KEY (`launch_id`) REFERENCES `courseware_launches`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `xapi_statements_lesson` ON `xapi_statements` (`enrolment_id`,`lesson_id`,`stored_at`);