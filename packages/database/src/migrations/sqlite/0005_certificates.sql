CREATE TABLE `issued_documents` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`number` integer NOT NULL,
	`code` text NOT NULL,
	`facts_hash` text NOT NULL,
	`statement` text NOT NULL,
	`signature` text NOT NULL,
	`key_id` text NOT NULL,
	`issued_at` integer NOT NULL,
	`issued_by` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`key_id`) REFERENCES `signing_keys`(`key_id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `issued_documents_code` ON `issued_documents` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `issued_documents_number` ON `issued_documents` (`person_id`,`kind`,`subject`,`number`);--> statement-breakpoint
CREATE INDEX `issued_documents_person` ON `issued_documents` (`person_id`,`issued_at`);--> statement-breakpoint
CREATE TABLE `signing_keys` (
	`key_id` text PRIMARY KEY NOT NULL,
	`public_key` text NOT NULL,
	`first_used_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_events_subject` ON `audit_events` (`subject`,`at`);--> statement-breakpoint
CREATE INDEX `audit_events_actor` ON `audit_events` (`actor_id`,`at`);
--> statement-breakpoint
CREATE TRIGGER issued_documents_no_update BEFORE UPDATE ON issued_documents
BEGIN SELECT RAISE(ABORT, 'issued_documents is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER issued_documents_no_delete BEFORE DELETE ON issued_documents
BEGIN SELECT RAISE(ABORT, 'issued_documents is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER issued_documents_no_replace BEFORE INSERT ON issued_documents
WHEN EXISTS (SELECT 1 FROM issued_documents WHERE id = NEW.id OR code = NEW.code)
  OR EXISTS (SELECT 1 FROM issued_documents WHERE person_id = NEW.person_id AND kind = NEW.kind AND subject = NEW.subject AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'issued_documents is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER signing_keys_no_update BEFORE UPDATE ON signing_keys
BEGIN SELECT RAISE(ABORT, 'signing_keys is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER signing_keys_no_delete BEFORE DELETE ON signing_keys
BEGIN SELECT RAISE(ABORT, 'signing_keys is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER signing_keys_no_replace BEFORE INSERT ON signing_keys
WHEN EXISTS (SELECT 1 FROM signing_keys WHERE key_id = NEW.key_id)
BEGIN SELECT RAISE(IGNORE); END;
