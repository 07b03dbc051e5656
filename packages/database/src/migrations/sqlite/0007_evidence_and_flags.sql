CREATE TABLE `evidence_origins` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`person_id` text NOT NULL,
	`address` text NOT NULL,
	`browser_mark` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `evidence_origins_at` ON `evidence_origins` (`at`);--> statement-breakpoint
CREATE TABLE `playback_incidents` (
	`session_id` text NOT NULL,
	`code` text NOT NULL,
	`count` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`session_id`, `code`)
);
--> statement-breakpoint
CREATE TABLE `watch_archives` (
	`enrolment_id` text NOT NULL,
	`epoch` integer NOT NULL,
	`lesson_position` integer NOT NULL,
	`beats` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`claimed_ms` integer NOT NULL,
	`granted_ms` integer NOT NULL,
	`withheld_ms` integer NOT NULL,
	`played` text NOT NULL,
	`head_hash` text NOT NULL,
	`checks_asked` integer NOT NULL,
	`checks_missed` integer NOT NULL,
	`taken_back_ms` integer NOT NULL,
	PRIMARY KEY(`enrolment_id`, `epoch`),
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `flag_effects` (
	`flag_id` text NOT NULL,
	`enrolment_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	`kind` text NOT NULL,
	`entry_id` text,
	`kept` text,
	`undone_at` integer,
	PRIMARY KEY(`flag_id`, `enrolment_id`, `lesson_id`),
	FOREIGN KEY (`flag_id`) REFERENCES `flags`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `flag_steps` (
	`id` text PRIMARY KEY NOT NULL,
	`flag_id` text NOT NULL,
	`number` integer NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text NOT NULL,
	`step` text NOT NULL,
	`text` text,
	FOREIGN KEY (`flag_id`) REFERENCES `flags`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `flag_steps_number` ON `flag_steps` (`flag_id`,`number`);--> statement-breakpoint
CREATE TABLE `flags` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`rule` text NOT NULL,
	`day` text NOT NULL,
	`subject` text NOT NULL,
	`lessons` text NOT NULL,
	`figures` text NOT NULL,
	`evidence` text NOT NULL,
	`raised_at` integer NOT NULL,
	`state` text NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`appeal_path` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `flags_once` ON `flags` (`person_id`,`rule`,`day`,`subject`);--> statement-breakpoint
CREATE INDEX `flags_state` ON `flags` (`state`,`raised_at`);--> statement-breakpoint
ALTER TABLE `playback_sessions` ADD `max_rate_percent` integer DEFAULT 100 NOT NULL;--> statement-breakpoint
CREATE INDEX `playback_sessions_enrolment` ON `playback_sessions` (`enrolment_id`,`epoch`);
--> statement-breakpoint
-- Heartbeats go only when the archive of their playback stands, with the same head of the chain.
DROP TRIGGER heartbeats_no_delete;
--> statement-breakpoint
CREATE TRIGGER heartbeats_no_delete BEFORE DELETE ON heartbeats
WHEN NOT EXISTS (
  SELECT 1 FROM playback_sessions AS s
  JOIN watch_archives AS a ON a.enrolment_id = s.enrolment_id AND a.epoch = s.epoch
  WHERE s.id = OLD.session_id AND a.beats = s.last_seq AND a.head_hash = s.head_hash
)
BEGIN SELECT RAISE(ABORT, 'heartbeats is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER playback_sessions_no_delete BEFORE DELETE ON playback_sessions
WHEN OLD.last_seq > 0 AND NOT EXISTS (
  SELECT 1 FROM watch_archives AS a
  WHERE a.enrolment_id = OLD.enrolment_id AND a.epoch = OLD.epoch
    AND a.beats = OLD.last_seq AND a.head_hash = OLD.head_hash
)
BEGIN SELECT RAISE(ABORT, 'a playback with heartbeats is kept until it is compacted'); END;
--> statement-breakpoint
CREATE TRIGGER watch_archives_fit BEFORE INSERT ON watch_archives
WHEN NOT EXISTS (
  SELECT 1 FROM playback_sessions AS s
  WHERE s.enrolment_id = NEW.enrolment_id AND s.epoch = NEW.epoch
    AND s.last_seq = NEW.beats AND s.head_hash = NEW.head_hash
    AND (SELECT count(*) = NEW.beats AND min(h.received_at) = NEW.first_at AND max(h.received_at) = NEW.last_at
        AND sum(h.claimed_ms) = NEW.claimed_ms AND sum(h.granted_ms) = NEW.granted_ms
        AND sum(h.withheld_ms) = NEW.withheld_ms
      FROM heartbeats AS h WHERE h.session_id = s.id)
)
BEGIN SELECT RAISE(ABORT, 'an archive must fit the heartbeats that it replaces'); END;
--> statement-breakpoint
CREATE TRIGGER watch_archives_no_replace BEFORE INSERT ON watch_archives
WHEN EXISTS (SELECT 1 FROM watch_archives WHERE enrolment_id = NEW.enrolment_id AND epoch = NEW.epoch)
BEGIN SELECT RAISE(ABORT, 'watch_archives is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER watch_archives_no_update BEFORE UPDATE ON watch_archives
BEGIN SELECT RAISE(ABORT, 'watch_archives is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER watch_archives_no_delete BEFORE DELETE ON watch_archives
BEGIN SELECT RAISE(ABORT, 'watch_archives is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER flag_steps_no_update BEFORE UPDATE ON flag_steps
BEGIN SELECT RAISE(ABORT, 'flag_steps is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER flag_steps_no_delete BEFORE DELETE ON flag_steps
BEGIN SELECT RAISE(ABORT, 'flag_steps is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER flag_steps_no_replace BEFORE INSERT ON flag_steps
WHEN EXISTS (SELECT 1 FROM flag_steps WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM flag_steps WHERE flag_id = NEW.flag_id AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'flag_steps is append-only'); END;
--> statement-breakpoint
INSERT INTO evidence_origins (id, kind, person_id, address, browser_mark, at)
SELECT id, 'playback', person_id, '', NULL, opened_at FROM playback_sessions;
