CREATE TABLE `question_bank_item_states` (
	`bank_id` text NOT NULL,
	`item_id` text NOT NULL,
	`number` integer NOT NULL,
	`change` text NOT NULL,
	`returned_to` integer,
	`form` text NOT NULL,
	`saved_by` text NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`bank_id`, `item_id`, `number`),
	FOREIGN KEY (`saved_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`bank_id`,`item_id`) REFERENCES `question_bank_items`(`bank_id`,`item_id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `question_bank_pictures` (
	`bank_id` text NOT NULL,
	`name` text NOT NULL,
	`kept_as` text NOT NULL,
	`file_name` text NOT NULL,
	`bytes` integer NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`sha256` text NOT NULL,
	`added_by` text NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`bank_id`, `name`),
	FOREIGN KEY (`bank_id`) REFERENCES `question_banks`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`added_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
-- Written by hand: how items read only grows, and begins with how they read now.
CREATE TRIGGER question_bank_item_states_no_update BEFORE UPDATE ON question_bank_item_states
BEGIN SELECT RAISE(ABORT, 'question_bank_item_states is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER question_bank_item_states_no_delete BEFORE DELETE ON question_bank_item_states
BEGIN SELECT RAISE(ABORT, 'question_bank_item_states is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER question_bank_item_states_no_replace BEFORE INSERT ON question_bank_item_states
WHEN EXISTS (SELECT 1 FROM question_bank_item_states WHERE bank_id = NEW.bank_id AND item_id = NEW.item_id AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'question_bank_item_states is append-only'); END;
--> statement-breakpoint
INSERT INTO question_bank_item_states (bank_id, item_id, number, change, form, saved_by, saved_at)
SELECT bank_id, item_id, 1, CASE WHEN retired_at IS NOT NULL THEN 'retired' WHEN version = 1 THEN 'written' ELSE 'saved' END, form, saved_by, saved_at
FROM question_bank_items;
