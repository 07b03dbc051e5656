DROP INDEX `hour_policies_scope`;--> statement-breakpoint
ALTER TABLE `hour_policies` ADD `what_if` text;--> statement-breakpoint
ALTER TABLE `hour_policies` ADD `superseded_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `hour_policies_scope` ON `hour_policies` (`org_unit_id`,`from_year`) WHERE "hour_policies"."superseded_at" IS NULL;--> statement-breakpoint
ALTER TABLE `course_versions` ADD `equivalence_group` text;--> statement-breakpoint
ALTER TABLE `playback_sessions` ADD `coverage_percent` integer DEFAULT 95 NOT NULL;