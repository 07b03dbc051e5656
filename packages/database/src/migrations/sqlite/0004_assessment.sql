CREATE TABLE `bank_items` (
	`id` text PRIMARY KEY NOT NULL,
	`origin` text NOT NULL,
	`origin_name` text NOT NULL,
	`origin_title` text NOT NULL,
	`kind` text NOT NULL,
	`area` text NOT NULL,
	`difficulty` integer NOT NULL,
	`tags` text NOT NULL,
	`source` text,
	`statute` text,
	`article` text,
	`words` text NOT NULL,
	`position` integer NOT NULL,
	`content` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `bank_items_origin` ON `bank_items` (`origin`,`origin_name`,`position`);--> statement-breakpoint
CREATE TABLE `practice_items` (
	`person_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`item_id` text NOT NULL,
	`wrong_at` integer NOT NULL,
	`practised_at` integer,
	`right_in_row` integer NOT NULL,
	PRIMARY KEY(`person_id`, `lesson_id`, `item_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `practice_items_due` ON `practice_items` (`person_id`,`right_in_row`);--> statement-breakpoint
CREATE TABLE `quiz_item_results` (
	`attempt_id` text NOT NULL,
	`item_id` text NOT NULL,
	`earned_hundredths` integer NOT NULL,
	`worth_hundredths` integer NOT NULL,
	PRIMARY KEY(`attempt_id`, `item_id`),
	FOREIGN KEY (`attempt_id`) REFERENCES `quiz_attempts`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `quiz_marks` (
	`attempt_id` text NOT NULL,
	`item_id` text NOT NULL,
	`hundredths` integer NOT NULL,
	`comment` text,
	`marker_id` text NOT NULL,
	`marked_at` integer NOT NULL,
	PRIMARY KEY(`attempt_id`, `item_id`),
	FOREIGN KEY (`attempt_id`) REFERENCES `quiz_attempts`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`marker_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
ALTER TABLE `quiz_attempts` ADD `item_ids` text;--> statement-breakpoint
ALTER TABLE `quiz_attempts` ADD `deadline_at` integer;--> statement-breakpoint
ALTER TABLE `quiz_attempts` ADD `closed_by` text;--> statement-breakpoint
ALTER TABLE `quiz_attempts` ADD `earned_hundredths` integer;--> statement-breakpoint
ALTER TABLE `quiz_attempts` ADD `worth_hundredths` integer;--> statement-breakpoint
ALTER TABLE `quiz_attempts` ADD `pending_marks` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `quiz_attempts_lesson` ON `quiz_attempts` (`lesson_id`,`submitted_at`);--> statement-breakpoint
CREATE INDEX `quiz_attempts_pending` ON `quiz_attempts` (`pending_marks`,`submitted_at`);