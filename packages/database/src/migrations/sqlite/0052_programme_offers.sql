CREATE TABLE `programme_offers` (
	`programme_id` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`asked_level` text,
	`due_on` text,
	`offered_at` integer NOT NULL,
	`offered_by` text NOT NULL,
	`withdrawn_at` integer,
	`told_on` text,
	FOREIGN KEY (`programme_id`) REFERENCES `programmes`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
ALTER TABLE `programmes` ADD `taken_from` text;--> statement-breakpoint
ALTER TABLE `programmes` ADD `taken_version` integer;--> statement-breakpoint
CREATE INDEX `programmes_taken` ON `programmes` (`taken_from`,`org_unit_id`) WHERE "programmes"."taken_from" IS NOT NULL;