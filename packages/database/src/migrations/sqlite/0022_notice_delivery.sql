CREATE TABLE `letter_templates` (
	`language` text PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`greeting` text NOT NULL,
	`closing` text NOT NULL,
	`changed_by` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `mail_preferences` (
	`person_id` text PRIMARY KEY NOT NULL,
	`rhythm` text NOT NULL,
	`language` text,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `notice_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`channel` text NOT NULL,
	`day` text NOT NULL,
	`org_unit_id` text,
	`notices` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`error` text,
	`next_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`settled_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notice_deliveries_once` ON `notice_deliveries` (`person_id`,`channel`,`day`);--> statement-breakpoint
CREATE INDEX `notice_deliveries_open` ON `notice_deliveries` (`next_at`) WHERE "notice_deliveries"."state" IN ('waiting', 'failed');--> statement-breakpoint
CREATE INDEX `notice_deliveries_age` ON `notice_deliveries` (`created_at`);--> statement-breakpoint
CREATE TABLE `notice_webhooks` (
	`org_unit_id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`secret_sealed` text NOT NULL,
	`set_by` text NOT NULL,
	`set_at` integer NOT NULL,
	`tested_at` integer,
	`failing_since` integer,
	`suspended_at` integer,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
ALTER TABLE `notices` ADD `mailed_in` text;--> statement-breakpoint
ALTER TABLE `notices` ADD `posted_in` text;
