CREATE TABLE `question_bank_items` (
	`bank_id` text NOT NULL,
	`item_id` text NOT NULL,
	`position` integer NOT NULL,
	`form` text NOT NULL,
	`version` integer NOT NULL,
	`retired_at` integer,
	`saved_by` text NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`bank_id`, `item_id`),
	FOREIGN KEY (`bank_id`) REFERENCES `question_banks`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`saved_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `question_bank_items_position` ON `question_bank_items` (`bank_id`,`position`);--> statement-breakpoint
CREATE TABLE `question_banks` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`title` text NOT NULL,
	`area` text NOT NULL,
	`source` text NOT NULL,
	`groups` text NOT NULL,
	`version` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`saved_by` text NOT NULL,
	`saved_at` integer NOT NULL,
	FOREIGN KEY (`created_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`saved_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `question_banks_name` ON `question_banks` (`name`);--> statement-breakpoint
ALTER TABLE `bank_items` ADD `bank_id` text REFERENCES question_banks(id);--> statement-breakpoint
ALTER TABLE `bank_items` ADD `state` text DEFAULT 'ready' NOT NULL;