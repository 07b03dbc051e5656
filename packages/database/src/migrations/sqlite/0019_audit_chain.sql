CREATE TABLE `audit_chain` (
	`sequence` integer PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`org_path` text,
	`managing_path` text,
	`is_sensitive` integer NOT NULL,
	`user_agent` text,
	`request_id` text,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `audit_events`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_chain_event` ON `audit_chain` (`event_id`);--> statement-breakpoint
CREATE TABLE `audit_exports` (
	`id` text PRIMARY KEY NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`filter` text NOT NULL,
	`grants` text NOT NULL,
	`format` text NOT NULL,
	`locale` text NOT NULL,
	`state` text NOT NULL,
	`rows_done` integer DEFAULT 0 NOT NULL,
	`rows_total` integer DEFAULT 0 NOT NULL,
	`rows_written` integer DEFAULT 0 NOT NULL,
	`size_bytes` integer,
	`sha256` text,
	`head_sequence` integer,
	`head_hash` text
);
--> statement-breakpoint
CREATE INDEX `audit_exports_creator` ON `audit_exports` (`created_by`,`created_at`);--> statement-breakpoint
CREATE TABLE `audit_head` (
	`id` integer PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL,
	`hash` text NOT NULL,
	`older_events` integer
);
--> statement-breakpoint
CREATE TABLE `audit_places` (
	`unit_id` text NOT NULL,
	`at` integer NOT NULL,
	`sequence` integer NOT NULL,
	PRIMARY KEY(`unit_id`, `at`, `sequence`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `audit_events_action` ON `audit_events` (`action`,`at`);
--> statement-breakpoint
-- hand-written
-- The chain only grows, as the events do.
CREATE TRIGGER audit_chain_no_update BEFORE UPDATE ON audit_chain
BEGIN SELECT RAISE(ABORT, 'audit_chain is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_chain_no_delete BEFORE DELETE ON audit_chain
BEGIN SELECT RAISE(ABORT, 'audit_chain is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_chain_no_replace BEFORE INSERT ON audit_chain
WHEN EXISTS (SELECT 1 FROM audit_chain WHERE sequence = NEW.sequence OR event_id = NEW.event_id)
BEGIN SELECT RAISE(ABORT, 'audit_chain is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the head of the audit chain stays'); END;
--> statement-breakpoint
CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
WHEN NEW.id <> OLD.id OR NEW.sequence < OLD.sequence
BEGIN SELECT RAISE(ABORT, 'the head of the audit chain only moves on'); END;
--> statement-breakpoint
CREATE TRIGGER audit_head_one BEFORE INSERT ON audit_head
WHEN NEW.id <> 1 OR EXISTS (SELECT 1 FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'the audit chain has one head'); END;
--> statement-breakpoint
CREATE TRIGGER audit_places_no_update BEFORE UPDATE ON audit_places
BEGIN SELECT RAISE(ABORT, 'audit_places is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_places_no_delete BEFORE DELETE ON audit_places
BEGIN SELECT RAISE(ABORT, 'audit_places is append-only'); END;
--> statement-breakpoint
-- With a link the head moves on, and every unit on the path has the event among its own.
CREATE TRIGGER audit_link_moves_head AFTER INSERT ON audit_chain
BEGIN UPDATE audit_head SET sequence = NEW.sequence, hash = NEW.hash WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER audit_link_places_event AFTER INSERT ON audit_chain
WHEN NEW.org_path IS NOT NULL AND length(NEW.org_path) > 2
BEGIN
  INSERT INTO audit_places (unit_id, at, sequence)
  SELECT part.value, (SELECT at FROM audit_events WHERE id = NEW.event_id), NEW.sequence
  FROM json_each('["' || replace(trim(NEW.org_path, '/'), '/', '","') || '"]') part;
END;
