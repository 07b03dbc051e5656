CREATE TABLE `accounts` (
	`person_id` text PRIMARY KEY NOT NULL,
	`login_name` text NOT NULL,
	`login_key` text NOT NULL,
	`password_hash` text NOT NULL,
	`must_change_password` integer NOT NULL,
	`password_changed_at` integer NOT NULL,
	`state` text NOT NULL,
	`epoch` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_login_key` ON `accounts` (`login_key`);--> statement-breakpoint
CREATE TABLE `change_counters` (
	`id` integer PRIMARY KEY NOT NULL,
	`authority` integer NOT NULL,
	`catalogue` integer NOT NULL,
	`policies` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `installation_facts` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_pinyin` text NOT NULL,
	`name_initials` text NOT NULL,
	`created_at` integer NOT NULL,
	`closed_at` integer
);
--> statement-breakpoint
CREATE INDEX `people_pinyin` ON `people` (`name_pinyin`);--> statement-breakpoint
CREATE TABLE `role_grants` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`role` text NOT NULL,
	`org_unit_id` text,
	`granted_at` integer NOT NULL,
	`granted_by` text,
	`ended_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `role_grants_person` ON `role_grants` (`person_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`epoch` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`user_agent` text NOT NULL,
	`address` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `accounts`(`person_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`person_id`);--> statement-breakpoint
CREATE INDEX `sessions_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`key` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`last_at` integer NOT NULL,
	`blocked_until` integer
);
--> statement-breakpoint
CREATE TABLE `memberships` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`org_unit_id` text NOT NULL,
	`audience_category` text,
	`post` text,
	`starts_at` integer NOT NULL,
	`ends_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `memberships_person` ON `memberships` (`person_id`);--> statement-breakpoint
CREATE INDEX `memberships_unit` ON `memberships` (`org_unit_id`);--> statement-breakpoint
CREATE TABLE `org_units` (
	`id` text PRIMARY KEY NOT NULL,
	`parent_id` text,
	`path` text NOT NULL,
	`name` text NOT NULL,
	`level` text NOT NULL,
	`kind` text NOT NULL,
	`region_code` text,
	`position` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`closed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `org_units_path` ON `org_units` (`path`);--> statement-breakpoint
CREATE UNIQUE INDEX `org_units_sibling_name` ON `org_units` (`parent_id`,`name`);--> statement-breakpoint
CREATE TABLE `course_imports` (
	`folder` text PRIMARY KEY NOT NULL,
	`slug` text,
	`content_hash` text,
	`folder_stamp` text NOT NULL,
	`state` text NOT NULL,
	`errors` text NOT NULL,
	`imported_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `course_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`revision` integer NOT NULL,
	`content_hash` text NOT NULL,
	`title` text NOT NULL,
	`summary` text NOT NULL,
	`area` text NOT NULL,
	`tags` text NOT NULL,
	`lecturer` text NOT NULL,
	`sources` text NOT NULL,
	`repeat` text NOT NULL,
	`valuation` text NOT NULL,
	`value_hundredths` integer NOT NULL,
	`material_seconds` integer NOT NULL,
	`published_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `course_versions_content` ON `course_versions` (`course_id`,`content_hash`);--> statement-breakpoint
CREATE TABLE `courses` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`state` text NOT NULL,
	`current_version_id` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `courses_slug` ON `courses` (`slug`);--> statement-breakpoint
CREATE TABLE `lessons` (
	`id` text PRIMARY KEY NOT NULL,
	`course_version_id` text NOT NULL,
	`key` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`required` integer NOT NULL,
	`material_seconds` integer NOT NULL,
	`content` text NOT NULL,
	`content_hash` text NOT NULL,
	`media_asset_id` text,
	FOREIGN KEY (`course_version_id`) REFERENCES `course_versions`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `lessons_key` ON `lessons` (`course_version_id`,`key`);--> statement-breakpoint
CREATE TABLE `media_assets` (
	`id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`duration_ms` integer NOT NULL,
	`source_path` text NOT NULL,
	`subtitles` text NOT NULL,
	`slides` text NOT NULL,
	`problem` text,
	`created_at` integer NOT NULL,
	`ready_at` integer
);
--> statement-breakpoint
CREATE INDEX `media_assets_state` ON `media_assets` (`state`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`unique_key` text NOT NULL,
	`payload` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`run_after` integer NOT NULL,
	`leased_until` integer,
	`fence` integer DEFAULT 0 NOT NULL,
	`progress_percent` integer DEFAULT 0 NOT NULL,
	`cancel_requested` integer DEFAULT false NOT NULL,
	`error` text,
	`created_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_unique_key` ON `jobs` (`unique_key`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`state`,`run_after`);--> statement-breakpoint
CREATE TABLE `case_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`enrolment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`number` integer NOT NULL,
	`path` text NOT NULL,
	`ending_id` text,
	`reflection` text,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `case_runs_number` ON `case_runs` (`enrolment_id`,`lesson_id`,`number`);--> statement-breakpoint
CREATE TABLE `enrolments` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`course_id` text NOT NULL,
	`course_version_id` text NOT NULL,
	`cycle` text NOT NULL,
	`value_hundredths` integer NOT NULL,
	`started_at` integer NOT NULL,
	`last_active_at` integer NOT NULL,
	`completed_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_version_id`) REFERENCES `course_versions`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolments_cycle` ON `enrolments` (`person_id`,`course_id`,`cycle`);--> statement-breakpoint
CREATE INDEX `enrolments_recent` ON `enrolments` (`person_id`,`last_active_at`);--> statement-breakpoint
CREATE TABLE `heartbeats` (
	`session_id` text NOT NULL,
	`seq` integer NOT NULL,
	`received_at` integer NOT NULL,
	`body_hash` text NOT NULL,
	`body` text NOT NULL,
	`claimed_ms` integer NOT NULL,
	`granted_ms` integer NOT NULL,
	`withheld_ms` integer NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`session_id`, `seq`),
	FOREIGN KEY (`session_id`) REFERENCES `playback_sessions`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `learner_playheads` (
	`person_id` text PRIMARY KEY NOT NULL,
	`epoch` integer NOT NULL,
	`tokens_ms` integer NOT NULL,
	`last_server_ms` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `lesson_progress` (
	`enrolment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`completed_at` integer,
	`watched` text NOT NULL,
	`watched_ms` integer NOT NULL,
	`resume_ms` integer NOT NULL,
	`best_percent` integer,
	PRIMARY KEY(`enrolment_id`, `lesson_id`),
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `playback_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`request_id` text NOT NULL,
	`enrolment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`media_asset_id` text NOT NULL,
	`duration_ms` integer NOT NULL,
	`epoch` integer NOT NULL,
	`last_seq` integer NOT NULL,
	`last_mono_ms` integer NOT NULL,
	`head_hash` text NOT NULL,
	`device` text NOT NULL,
	`opened_at` integer NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `playback_sessions_request` ON `playback_sessions` (`person_id`,`request_id`);--> statement-breakpoint
CREATE TABLE `quiz_answers` (
	`attempt_id` text NOT NULL,
	`item_id` text NOT NULL,
	`answer` text NOT NULL,
	`answered_at` integer NOT NULL,
	PRIMARY KEY(`attempt_id`, `item_id`),
	FOREIGN KEY (`attempt_id`) REFERENCES `quiz_attempts`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `quiz_attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`enrolment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`number` integer NOT NULL,
	`seed` integer NOT NULL,
	`started_at` integer NOT NULL,
	`submitted_at` integer,
	`correct` integer,
	`percent` integer,
	`passed` integer,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `quiz_attempts_number` ON `quiz_attempts` (`enrolment_id`,`lesson_id`,`number`);--> statement-breakpoint
CREATE TABLE `annual_accounts` (
	`person_id` text NOT NULL,
	`year` integer NOT NULL,
	`mode` text NOT NULL,
	`intensity` text NOT NULL,
	`area` text NOT NULL,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	`entries` integer NOT NULL,
	PRIMARY KEY(`person_id`, `year`, `mode`, `intensity`, `area`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `annual_accounts_year` ON `annual_accounts` (`year`,`person_id`);--> statement-breakpoint
CREATE TABLE `audit_events` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text NOT NULL,
	`address` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_events_at` ON `audit_events` (`at`);--> statement-breakpoint
CREATE TABLE `credit_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`year` integer NOT NULL,
	`kind` text NOT NULL,
	`hundredths` integer NOT NULL,
	`half_days` integer NOT NULL,
	`mode` text NOT NULL,
	`intensity` text NOT NULL,
	`area` text,
	`source_type` text NOT NULL,
	`source_key` text NOT NULL,
	`reverses_id` text,
	`course_snapshot` text,
	`org_path` text NOT NULL,
	`policy_version` text NOT NULL,
	`evidence` text,
	`earned_at` integer NOT NULL,
	`posted_at` integer NOT NULL,
	`posted_by` text NOT NULL,
	`reason` text,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `credit_entries_sequence` ON `credit_entries` (`person_id`,`sequence`);--> statement-breakpoint
CREATE UNIQUE INDEX `credit_entries_source` ON `credit_entries` (`person_id`,`source_type`,`source_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `credit_entries_reverses` ON `credit_entries` (`reverses_id`);--> statement-breakpoint
CREATE INDEX `credit_entries_year` ON `credit_entries` (`person_id`,`year`);--> statement-breakpoint
CREATE TABLE `hour_policies` (
	`id` text PRIMARY KEY NOT NULL,
	`org_unit_id` text NOT NULL,
	`org_path` text NOT NULL,
	`from_year` integer NOT NULL,
	`to_year` integer,
	`code` text NOT NULL,
	`version` text NOT NULL,
	`policy` text NOT NULL,
	`adopted_at` integer NOT NULL,
	`adopted_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `hour_policies_scope` ON `hour_policies` (`org_unit_id`,`from_year`,`code`);--> statement-breakpoint
CREATE TABLE `ledger_heads` (
	`person_id` text PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL,
	`hash` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `ledger_seals` (
	`day` text PRIMARY KEY NOT NULL,
	`heads` integer NOT NULL,
	`digest` text NOT NULL,
	`previous_digest` text NOT NULL,
	`sealed_at` integer NOT NULL
);
