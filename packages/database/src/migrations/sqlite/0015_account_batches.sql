CREATE TABLE `account_batches` (
	`id` text PRIMARY KEY NOT NULL,
	`org_unit_id` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`audience` text NOT NULL,
	`state` text NOT NULL,
	`total` integer NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`forget_at` integer NOT NULL,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `account_batches_unit` ON `account_batches` (`org_unit_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `account_slips` (
	`batch_id` text NOT NULL,
	`person_id` text NOT NULL,
	`org_unit_id` text NOT NULL,
	`sealed` text NOT NULL,
	PRIMARY KEY(`batch_id`, `person_id`),
	FOREIGN KEY (`batch_id`) REFERENCES `account_batches`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `account_slips_unit` ON `account_slips` (`batch_id`,`org_unit_id`);--> statement-breakpoint
CREATE INDEX `account_slips_person` ON `account_slips` (`person_id`);--> statement-breakpoint
-- hand-written
CREATE TRIGGER account_slips_used AFTER UPDATE OF password_hash ON accounts
WHEN EXISTS (SELECT 1 FROM account_slips WHERE person_id = NEW.person_id)
BEGIN DELETE FROM account_slips WHERE person_id = NEW.person_id; END;
