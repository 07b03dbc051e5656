CREATE TABLE `programme_report_corrections` (
	`id` text PRIMARY KEY NOT NULL,
	`programme_id` text NOT NULL,
	`text` text NOT NULL,
	`written_by` text NOT NULL,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`programme_id`) REFERENCES `programmes`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`written_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `programme_report_corrections_list` ON `programme_report_corrections` (`programme_id`,`written_at`);--> statement-breakpoint
CREATE TABLE `programme_report_names` (
	`programme_id` text NOT NULL,
	`person_id` text NOT NULL,
	`sort_name` text NOT NULL,
	`name` text NOT NULL,
	`unit_name` text,
	`state` text NOT NULL,
	`facts` text NOT NULL,
	PRIMARY KEY(`programme_id`, `person_id`),
	FOREIGN KEY (`programme_id`) REFERENCES `programmes`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `programme_report_names_list` ON `programme_report_names` (`programme_id`,`sort_name`,`person_id`);--> statement-breakpoint
CREATE INDEX `programme_report_names_person` ON `programme_report_names` (`person_id`);--> statement-breakpoint
-- What was reported when a programme closed stays.
CREATE TRIGGER programme_report_names_no_update BEFORE UPDATE ON programme_report_names
BEGIN SELECT RAISE(ABORT, 'closing reports are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER programme_report_names_no_delete BEFORE DELETE ON programme_report_names
BEGIN SELECT RAISE(ABORT, 'closing reports are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER programme_report_names_closed BEFORE INSERT ON programme_report_names
WHEN EXISTS (SELECT 1 FROM programme_reports WHERE programme_id = NEW.programme_id)
BEGIN SELECT RAISE(ABORT, 'closing reports are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER programme_report_corrections_no_update BEFORE UPDATE ON programme_report_corrections
BEGIN SELECT RAISE(ABORT, 'closing reports are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER programme_report_corrections_no_delete BEFORE DELETE ON programme_report_corrections
BEGIN SELECT RAISE(ABORT, 'closing reports are append-only'); END;
