CREATE TABLE `case_choices` (
	`lesson_id` text NOT NULL,
	`node_id` text NOT NULL,
	`option_id` text NOT NULL,
	`people` integer NOT NULL,
	PRIMARY KEY(`lesson_id`, `node_id`, `option_id`),
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `class_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text,
	`presenter_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`phase` text NOT NULL,
	`path` text NOT NULL,
	`version` integer NOT NULL,
	`opened_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`presenter_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `class_sessions_code` ON `class_sessions` (`code`);--> statement-breakpoint
CREATE INDEX `class_sessions_presenter` ON `class_sessions` (`presenter_id`,`opened_at`);--> statement-breakpoint
CREATE TABLE `class_vote_counts` (
	`session_id` text NOT NULL,
	`node_id` text NOT NULL,
	`option_id` text NOT NULL,
	`votes` integer NOT NULL,
	PRIMARY KEY(`session_id`, `node_id`, `option_id`),
	FOREIGN KEY (`session_id`) REFERENCES `class_sessions`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `class_votes` (
	`session_id` text NOT NULL,
	`node_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`option_id` text NOT NULL,
	PRIMARY KEY(`session_id`, `node_id`, `token_hash`),
	FOREIGN KEY (`session_id`) REFERENCES `class_sessions`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `shared_reflections` (
	`id` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`course_id` text NOT NULL,
	`lesson_key` text NOT NULL,
	`is_shared` integer NOT NULL,
	`shared_at` integer NOT NULL,
	`hidden_reason` text,
	`hidden_at` integer,
	`hidden_by` text,
	FOREIGN KEY (`run_id`) REFERENCES `case_runs`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`hidden_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shared_reflections_run` ON `shared_reflections` (`run_id`);--> statement-breakpoint
CREATE INDEX `shared_reflections_case` ON `shared_reflections` (`course_id`,`lesson_key`,`shared_at`);--> statement-breakpoint
CREATE INDEX `shared_reflections_newest` ON `shared_reflections` (`shared_at`);
--> statement-breakpoint
-- What people chose before choices were counted: each person's first run of a case, in whichever version.
INSERT INTO `case_choices` (`lesson_id`, `node_id`, `option_id`, `people`)
SELECT run.`lesson_id`, json_extract(decision.value, '$.nodeId'), json_extract(decision.value, '$.optionId'), count(*)
FROM `case_runs` run
JOIN `enrolments` enrolment ON enrolment.`id` = run.`enrolment_id`
JOIN `lessons` lesson ON lesson.`id` = run.`lesson_id`
JOIN json_each(run.`path`) decision
WHERE run.`id` = (
	SELECT first.`id` FROM `case_runs` first
	JOIN `enrolments` own ON own.`id` = first.`enrolment_id`
	JOIN `lessons` same ON same.`id` = first.`lesson_id`
	WHERE own.`person_id` = enrolment.`person_id` AND own.`course_id` = enrolment.`course_id`
		AND same.`key` = lesson.`key`
	ORDER BY first.`started_at`, first.`id` LIMIT 1
)
GROUP BY 1, 2, 3;
