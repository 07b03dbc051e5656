CREATE TABLE `programme_courses` (
	`programme_id` text NOT NULL,
	`course_id` text NOT NULL,
	`position` integer NOT NULL,
	`required` integer NOT NULL,
	`due_on` text,
	`hundredths` integer NOT NULL,
	PRIMARY KEY(`programme_id`, `course_id`),
	FOREIGN KEY (`programme_id`) REFERENCES `programmes`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `programme_courses_course` ON `programme_courses` (`course_id`,`programme_id`);--> statement-breakpoint
CREATE TABLE `programme_exceptions` (
	`id` text PRIMARY KEY NOT NULL,
	`programme_id` text NOT NULL,
	`person_id` text NOT NULL,
	`kind` text NOT NULL,
	`until` text,
	`reason` text NOT NULL,
	`approved_by` text NOT NULL,
	`approved_at` integer NOT NULL,
	FOREIGN KEY (`programme_id`) REFERENCES `programmes`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `programme_exceptions_member` ON `programme_exceptions` (`programme_id`,`person_id`,`approved_at`);--> statement-breakpoint
CREATE TABLE `programme_members` (
	`programme_id` text NOT NULL,
	`person_id` text NOT NULL,
	`state` text NOT NULL,
	`sort_name` text NOT NULL,
	`joined_at` integer NOT NULL,
	`left_at` integer,
	`completed_at` integer,
	`required_done` integer NOT NULL,
	`elective_done` integer NOT NULL,
	`elective_hundredths` integer NOT NULL,
	`extended_to` text,
	`reminded_on` text,
	PRIMARY KEY(`programme_id`, `person_id`),
	FOREIGN KEY (`programme_id`) REFERENCES `programmes`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `programme_members_person` ON `programme_members` (`person_id`,`state`);--> statement-breakpoint
CREATE INDEX `programme_members_list` ON `programme_members` (`programme_id`,`sort_name`,`person_id`);--> statement-breakpoint
CREATE INDEX `programme_members_state` ON `programme_members` (`programme_id`,`state`,`sort_name`,`person_id`);--> statement-breakpoint
CREATE TABLE `programme_reports` (
	`programme_id` text PRIMARY KEY NOT NULL,
	`figures` text NOT NULL,
	`hash` text NOT NULL,
	`closed_at` integer NOT NULL,
	`closed_by` text NOT NULL,
	FOREIGN KEY (`programme_id`) REFERENCES `programmes`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `programmes` (
	`id` text PRIMARY KEY NOT NULL,
	`org_unit_id` text NOT NULL,
	`title` text NOT NULL,
	`note` text NOT NULL,
	`tier` text NOT NULL,
	`responsible_id` text,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`target` text NOT NULL,
	`rule` text NOT NULL,
	`recurrence` text NOT NULL,
	`copied_from` text,
	`next_of` text,
	`created_at` integer NOT NULL,
	`created_by` text,
	`published_at` integer,
	`published_by` text,
	`closed_at` integer,
	`reminded_on` text,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`responsible_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `programmes_unit` ON `programmes` (`org_unit_id`,`ends_on`);--> statement-breakpoint
CREATE INDEX `programmes_state` ON `programmes` (`state`,`ends_on`);--> statement-breakpoint
CREATE UNIQUE INDEX `programmes_next` ON `programmes` (`next_of`) WHERE "programmes"."next_of" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `notice_mails` (
	`notice_id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`letter_id` text NOT NULL,
	`letter` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`error` text,
	`day` text NOT NULL,
	`next_at` integer,
	`sent_at` integer,
	FOREIGN KEY (`notice_id`) REFERENCES `notices`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `notice_mails_day` ON `notice_mails` (`person_id`,`letter`,`day`);--> statement-breakpoint
CREATE INDEX `notice_mails_waiting` ON `notice_mails` (`state`,`next_at`);--> statement-breakpoint
CREATE TABLE `notice_templates` (
	`org_unit_id` text NOT NULL,
	`kind` text NOT NULL,
	`locale` text NOT NULL,
	`text` text NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` text NOT NULL,
	PRIMARY KEY(`org_unit_id`, `kind`, `locale`),
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`target_id` text NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`error` text,
	`created_at` integer NOT NULL,
	`last_at` integer,
	FOREIGN KEY (`target_id`) REFERENCES `webhook_targets`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_target` ON `webhook_deliveries` (`target_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `webhook_origins` (
	`origin` text PRIMARY KEY NOT NULL,
	`allowed_at` integer NOT NULL,
	`allowed_by` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `webhook_targets` (
	`id` text PRIMARY KEY NOT NULL,
	`org_unit_id` text NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`secret` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `webhook_targets_unit` ON `webhook_targets` (`org_unit_id`);--> statement-breakpoint
-- hand-written
CREATE TRIGGER programme_exceptions_no_update BEFORE UPDATE ON programme_exceptions
BEGIN SELECT RAISE(ABORT, 'exceptions of programmes are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER programme_exceptions_no_delete BEFORE DELETE ON programme_exceptions
BEGIN SELECT RAISE(ABORT, 'exceptions of programmes are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER programme_reports_no_update BEFORE UPDATE ON programme_reports
BEGIN SELECT RAISE(ABORT, 'closing reports are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER programme_reports_no_delete BEFORE DELETE ON programme_reports
BEGIN SELECT RAISE(ABORT, 'closing reports are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER programme_reports_no_replace BEFORE INSERT ON programme_reports
WHEN EXISTS (SELECT 1 FROM programme_reports WHERE programme_id = NEW.programme_id)
BEGIN SELECT RAISE(ABORT, 'closing reports are append-only'); END;
