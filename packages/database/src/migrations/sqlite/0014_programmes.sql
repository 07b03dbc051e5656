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
CREATE TABLE `stale_members` (
	`person_id` text PRIMARY KEY NOT NULL,
	`mark` integer NOT NULL
);
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TRIGGER stale_members_after_membership_insert AFTER INSERT ON memberships
WHEN EXISTS (SELECT 1 FROM programmes WHERE state = 'published')
BEGIN INSERT INTO stale_members (person_id, mark) VALUES (NEW.person_id, 0) ON CONFLICT (person_id) DO UPDATE SET mark = mark + 1; END;
--> statement-breakpoint
CREATE TRIGGER stale_members_after_membership_update AFTER UPDATE ON memberships
WHEN EXISTS (SELECT 1 FROM programmes WHERE state = 'published')
BEGIN INSERT INTO stale_members (person_id, mark) VALUES (NEW.person_id, 0) ON CONFLICT (person_id) DO UPDATE SET mark = mark + 1; END;
--> statement-breakpoint
CREATE TRIGGER stale_members_after_person_update AFTER UPDATE OF closed_at ON people
WHEN EXISTS (SELECT 1 FROM programmes WHERE state = 'published')
BEGIN INSERT INTO stale_members (person_id, mark) VALUES (NEW.id, 0) ON CONFLICT (person_id) DO UPDATE SET mark = mark + 1; END;
--> statement-breakpoint
CREATE TRIGGER stale_members_after_key_group_insert AFTER INSERT ON key_group_memberships
WHEN EXISTS (SELECT 1 FROM programmes WHERE state = 'published')
BEGIN INSERT INTO stale_members (person_id, mark) VALUES (NEW.person_id, 0) ON CONFLICT (person_id) DO UPDATE SET mark = mark + 1; END;
--> statement-breakpoint
CREATE TRIGGER stale_members_after_key_group_update AFTER UPDATE ON key_group_memberships
WHEN EXISTS (SELECT 1 FROM programmes WHERE state = 'published')
BEGIN INSERT INTO stale_members (person_id, mark) VALUES (NEW.person_id, 0) ON CONFLICT (person_id) DO UPDATE SET mark = mark + 1; END;
--> statement-breakpoint
CREATE TRIGGER stale_members_after_unit_update AFTER UPDATE OF path, closed_at ON org_units
WHEN EXISTS (SELECT 1 FROM programmes WHERE state = 'published')
BEGIN INSERT INTO stale_members (person_id, mark) SELECT person_id, 0 FROM memberships WHERE org_unit_id = NEW.id AND ends_at IS NULL ON CONFLICT (person_id) DO UPDATE SET mark = mark + 1; END;
--> statement-breakpoint
-- The job that works them off. While it runs it looks again and again, so it needs no second one.
CREATE TRIGGER stale_members_enqueue AFTER INSERT ON stale_members
BEGIN INSERT INTO jobs (id, name, unique_key, payload, state, run_after, created_at)
  VALUES (lower(hex(randomblob(16))), 'reassign-people', 'reassign-people', '{}', 'waiting', 0, CAST(strftime('%s', 'now') AS INTEGER) * 1000)
  ON CONFLICT (unique_key) DO UPDATE SET state = 'waiting', attempts = 0, run_after = 0, error = NULL, finished_at = NULL WHERE state IN ('done', 'failed'); END;
