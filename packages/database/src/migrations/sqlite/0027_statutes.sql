CREATE TABLE `statute_articles` (
	`edition_id` text NOT NULL,
	`position` integer NOT NULL,
	`number` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`edition_id`, `number`),
	FOREIGN KEY (`edition_id`) REFERENCES `statute_editions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `statute_citations` (
	`id` text PRIMARY KEY NOT NULL,
	`course_version_id` text,
	`draft_id` text,
	`lesson_key` text,
	`bank` text,
	`item_id` text,
	`statute` text NOT NULL,
	`article` text NOT NULL,
	`year` integer,
	`edition_id` text,
	FOREIGN KEY (`course_version_id`) REFERENCES `course_versions`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`draft_id`) REFERENCES `course_drafts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`edition_id`) REFERENCES `statute_editions`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `statute_citations_version` ON `statute_citations` (`course_version_id`);--> statement-breakpoint
CREATE INDEX `statute_citations_draft` ON `statute_citations` (`draft_id`,`lesson_key`);--> statement-breakpoint
CREATE INDEX `statute_citations_bank` ON `statute_citations` (`bank`);--> statement-breakpoint
CREATE INDEX `statute_citations_statute` ON `statute_citations` (`statute`);--> statement-breakpoint
CREATE TABLE `statute_editions` (
	`id` text PRIMARY KEY NOT NULL,
	`statute_id` text NOT NULL,
	`key` text NOT NULL,
	`adopted_on` text,
	`change` text NOT NULL,
	`issuer` text,
	`document_number` text,
	`in_force_from` text,
	`repealed_on` text,
	`notes` text NOT NULL,
	`contents` text NOT NULL,
	`partial` integer NOT NULL,
	`origin` text NOT NULL,
	`markdown` text NOT NULL,
	`text_hash` text NOT NULL,
	`taken_by` text,
	`taken_at` integer NOT NULL,
	FOREIGN KEY (`statute_id`) REFERENCES `statutes`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`taken_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `statute_editions_key` ON `statute_editions` (`statute_id`,`key`);--> statement-breakpoint
CREATE TABLE `statutes` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`full_title` text NOT NULL,
	`initials` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `statutes_title` ON `statutes` (`title`);