CREATE TABLE `notes` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`course_id` text NOT NULL,
	`lesson_key` text NOT NULL,
	`lesson_title` text NOT NULL,
	`at_ms` integer,
	`paragraph` integer,
	`excerpt` text,
	`text` text NOT NULL,
	`version` integer NOT NULL,
	`request_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notes_request` ON `notes` (`person_id`,`request_id`);--> statement-breakpoint
CREATE INDEX `notes_lesson` ON `notes` (`person_id`,`course_id`,`lesson_key`);--> statement-breakpoint
CREATE TABLE `course_questions` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`asked_by` text NOT NULL,
	`lesson_key` text,
	`lesson_title` text,
	`at_ms` integer,
	`asked_at` integer NOT NULL,
	`last_post_at` integer NOT NULL,
	`waiting_since` integer,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`asked_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `course_questions_course` ON `course_questions` (`course_id`,`last_post_at`);--> statement-breakpoint
CREATE INDEX `course_questions_asker` ON `course_questions` (`asked_by`);--> statement-breakpoint
CREATE INDEX `course_questions_waiting` ON `course_questions` (`waiting_since`);--> statement-breakpoint
CREATE TABLE `question_posts` (
	`id` text PRIMARY KEY NOT NULL,
	`question_id` text NOT NULL,
	`position` integer NOT NULL,
	`person_id` text NOT NULL,
	`by_instructor` integer NOT NULL,
	`text` text NOT NULL,
	`posted_at` integer NOT NULL,
	`hidden_at` integer,
	`hidden_by` text,
	`hidden_reason` text,
	FOREIGN KEY (`question_id`) REFERENCES `course_questions`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `question_posts_position` ON `question_posts` (`question_id`,`position`);--> statement-breakpoint
CREATE INDEX `question_posts_person` ON `question_posts` (`person_id`,`posted_at`);--> statement-breakpoint
CREATE TABLE `question_reads` (
	`person_id` text NOT NULL,
	`question_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`person_id`, `question_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`question_id`) REFERENCES `course_questions`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `course_evaluations` (
	`person_id` text NOT NULL,
	`course_id` text NOT NULL,
	`content` integer NOT NULL,
	`teaching` integer NOT NULL,
	`usefulness` integer NOT NULL,
	`comment` text,
	`shuffle` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `course_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `course_evaluations_course` ON `course_evaluations` (`course_id`);--> statement-breakpoint
CREATE TABLE `complaint_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`complaint_id` text NOT NULL,
	`position` integer NOT NULL,
	`person_id` text NOT NULL,
	`by_filer` integer NOT NULL,
	`text` text NOT NULL,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`complaint_id`) REFERENCES `complaints`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `complaint_messages_position` ON `complaint_messages` (`complaint_id`,`position`);--> statement-breakpoint
CREATE TABLE `complaints` (
	`id` text PRIMARY KEY NOT NULL,
	`filed_by` text NOT NULL,
	`org_path` text NOT NULL,
	`unit_name` text,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`contact` text,
	`course_id` text,
	`lesson_key` text,
	`lesson_title` text,
	`at_ms` integer,
	`device` text,
	`owner_id` text,
	`filed_at` integer NOT NULL,
	`waiting_since` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`filed_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `complaints_filer` ON `complaints` (`filed_by`,`filed_at`);--> statement-breakpoint
CREATE INDEX `complaints_waiting` ON `complaints` (`state`,`filed_at`);--> statement-breakpoint
CREATE INDEX `complaints_owner` ON `complaints` (`owner_id`);
--> statement-breakpoint
CREATE TRIGGER question_posts_no_delete BEFORE DELETE ON question_posts
BEGIN SELECT RAISE(ABORT, 'question_posts are hidden, never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER question_posts_text BEFORE UPDATE OF id, question_id, position, person_id, by_instructor, text, posted_at ON question_posts
BEGIN SELECT RAISE(ABORT, 'what was posted stays as it was written'); END;
--> statement-breakpoint
CREATE TRIGGER complaints_no_delete BEFORE DELETE ON complaints
BEGIN SELECT RAISE(ABORT, 'complaints are closed, never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER complaint_messages_no_delete BEFORE DELETE ON complaint_messages
BEGIN SELECT RAISE(ABORT, 'complaint_messages is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER complaint_messages_no_update BEFORE UPDATE ON complaint_messages
BEGIN SELECT RAISE(ABORT, 'complaint_messages is append-only'); END;
