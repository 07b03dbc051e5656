DROP INDEX `roster_imports_unit`;--> statement-breakpoint
ALTER TABLE `roster_imports` ADD `subject` text DEFAULT 'people' NOT NULL;--> statement-breakpoint
CREATE INDEX `roster_imports_unit` ON `roster_imports` (`org_unit_id`,`subject`,`created_at`);--> statement-breakpoint
CREATE TABLE `__new_roster_column_choices` (
	`person_id` text NOT NULL,
	`subject` text DEFAULT 'people' NOT NULL,
	`heading` text NOT NULL,
	`field` text NOT NULL,
	PRIMARY KEY(`person_id`, `subject`, `heading`)
);
--> statement-breakpoint
-- hand-written: what was chosen so far was chosen for people.
INSERT INTO `__new_roster_column_choices`("person_id", "subject", "heading", "field") SELECT "person_id", 'people', "heading", "field" FROM `roster_column_choices`;--> statement-breakpoint
DROP TABLE `roster_column_choices`;--> statement-breakpoint
ALTER TABLE `__new_roster_column_choices` RENAME TO `roster_column_choices`;
