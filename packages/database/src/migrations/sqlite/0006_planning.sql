CREATE TABLE `mail_addresses` (
	`person_id` text PRIMARY KEY NOT NULL,
	`address` text NOT NULL,
	`confirmed_at` integer,
	`code_hash` text,
	`code_sent_at` integer NOT NULL,
	`code_tries` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`kind` text NOT NULL,
	`occasion` text NOT NULL,
	`params` text NOT NULL,
	`link` text,
	`created_at` integer NOT NULL,
	`read_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notices_occasion` ON `notices` (`person_id`,`kind`,`occasion`);--> statement-breakpoint
CREATE INDEX `notices_newest` ON `notices` (`person_id`,`read_at`,`created_at`);--> statement-breakpoint
CREATE TABLE `study_plans` (
	`person_id` text PRIMARY KEY NOT NULL,
	`study_days` text NOT NULL,
	`study_time` text NOT NULL,
	`study_minutes` integer NOT NULL,
	`reminds` integer NOT NULL,
	`remind_on` integer NOT NULL,
	`reminded_on` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `study_plans_reminders` ON `study_plans` (`reminds`,`remind_on`,`person_id`);