CREATE TABLE `concurrent_posts` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`org_unit_id` text NOT NULL,
	`post` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `concurrent_posts_person` ON `concurrent_posts` (`person_id`);--> statement-breakpoint
CREATE TABLE `key_group_memberships` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`key_group` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer,
	`recorded_by` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `key_group_present` ON `key_group_memberships` (`person_id`,`key_group`) WHERE "key_group_memberships"."ends_at" IS NULL;--> statement-breakpoint
CREATE INDEX `key_group_holders` ON `key_group_memberships` (`key_group`,`ends_at`);--> statement-breakpoint
CREATE TABLE `person_statuses` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`status` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer,
	`reason` text NOT NULL,
	`recorded_by` text,
	`recorded_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `person_statuses_person` ON `person_statuses` (`person_id`,`starts_at`);--> statement-breakpoint
CREATE TABLE `roster_column_choices` (
	`person_id` text NOT NULL,
	`heading` text NOT NULL,
	`field` text NOT NULL,
	PRIMARY KEY(`person_id`, `heading`)
);
--> statement-breakpoint
CREATE TABLE `roster_import_errors` (
	`import_id` text NOT NULL,
	`row_number` integer NOT NULL,
	`column_number` integer NOT NULL,
	`code` text NOT NULL,
	`value` text NOT NULL,
	`params` text,
	PRIMARY KEY(`import_id`, `row_number`, `column_number`, `code`),
	FOREIGN KEY (`import_id`) REFERENCES `roster_imports`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `roster_import_rows` (
	`import_id` text NOT NULL,
	`row_number` integer NOT NULL,
	`action` text NOT NULL,
	`code` text,
	`subject_id` text,
	`wanted` text NOT NULL,
	`identity_index` text,
	`before` text,
	`after` text,
	`done` integer DEFAULT false NOT NULL,
	`undone` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`import_id`, `row_number`),
	FOREIGN KEY (`import_id`) REFERENCES `roster_imports`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `roster_import_rows_code` ON `roster_import_rows` (`import_id`,`code`,`row_number`);--> statement-breakpoint
CREATE INDEX `roster_import_rows_work` ON `roster_import_rows` (`import_id`,`done`,`action`,`row_number`);--> statement-breakpoint
CREATE INDEX `roster_import_rows_identity` ON `roster_import_rows` (`import_id`,`identity_index`);--> statement-breakpoint
CREATE TABLE `roster_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`org_unit_id` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`file_name` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`state` text NOT NULL,
	`fault` text,
	`fault_params` text,
	`heading_row` integer,
	`headings` text,
	`columns` text,
	`rows_read` integer DEFAULT 0 NOT NULL,
	`rows_adding` integer DEFAULT 0 NOT NULL,
	`rows_updating` integer DEFAULT 0 NOT NULL,
	`rows_same` integer DEFAULT 0 NOT NULL,
	`rows_wrong` integer DEFAULT 0 NOT NULL,
	`rows_done` integer DEFAULT 0 NOT NULL,
	`checked_at` integer,
	`applied_at` integer,
	`undone_at` integer,
	`undone_by` text,
	`rows_kept` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `roster_imports_unit` ON `roster_imports` (`org_unit_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `roster_imports_creator` ON `roster_imports` (`created_by`,`created_at`);--> statement-breakpoint
ALTER TABLE `people` ADD `code` text;--> statement-breakpoint
ALTER TABLE `people` ADD `political_status` text;--> statement-breakpoint
ALTER TABLE `people` ADD `identity_sealed` text;--> statement-breakpoint
ALTER TABLE `people` ADD `identity_index` text;--> statement-breakpoint
ALTER TABLE `people` ADD `status` text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE `people` ADD `merged_into_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `people_code` ON `people` (`code`);--> statement-breakpoint
CREATE INDEX `people_identity` ON `people` (`identity_index`);--> statement-breakpoint
ALTER TABLE `memberships` ADD `managing_unit_id` text;--> statement-breakpoint
ALTER TABLE `memberships` ADD `position_level` text;--> statement-breakpoint
ALTER TABLE `memberships` ADD `rank` text;--> statement-breakpoint
-- hand-written
-- Of several present appointments the newest stays; the others ended when it began.
UPDATE memberships SET ends_at = (
  SELECT max(later.starts_at) FROM memberships later WHERE later.person_id = memberships.person_id AND later.ends_at IS NULL)
WHERE ends_at IS NULL AND EXISTS (
  SELECT 1 FROM memberships later WHERE later.person_id = memberships.person_id AND later.ends_at IS NULL
    AND (later.starts_at > memberships.starts_at OR (later.starts_at = memberships.starts_at AND later.id > memberships.id)));
--> statement-breakpoint
CREATE UNIQUE INDEX `memberships_present` ON `memberships` (`person_id`) WHERE "memberships"."ends_at" IS NULL;