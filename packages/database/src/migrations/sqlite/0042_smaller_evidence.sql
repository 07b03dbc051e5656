-- Every enrolment gets a number: four bytes where its id takes 22, in the tables with a row for each
-- lecture that somebody watched.
ALTER TABLE `enrolments` ADD `number` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
UPDATE enrolments SET number = rowid;
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolments_number` ON `enrolments` (`number`);
--> statement-breakpoint
CREATE TRIGGER enrolments_number AFTER INSERT ON enrolments WHEN NEW.number = 0
BEGIN UPDATE enrolments SET number = (SELECT max(number) + 1 FROM enrolments) WHERE id = NEW.id; END;
--> statement-breakpoint
CREATE TRIGGER enrolments_number_stays BEFORE UPDATE OF number ON enrolments
WHEN OLD.number <> 0 AND NEW.number IS NOT OLD.number
BEGIN SELECT RAISE(ABORT, 'the number of an enrolment stays'); END;
--> statement-breakpoint
-- WITHOUT ROWID, so a row stands once, in the index; stretches as packages/database/src/ranges.ts packs them.
-- What SQL cannot pack stays JSON, which is read as ever.
CREATE TABLE `__new_lesson_progress` (
	`enrolment_number` integer NOT NULL,
	`lesson_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`completed_at` integer,
	`watched` blob NOT NULL,
	`watched_ms` integer NOT NULL,
	`unproven` blob DEFAULT 0 NOT NULL,
	`resume_ms` integer NOT NULL,
	`best_percent` integer,
	PRIMARY KEY(`enrolment_number`, `lesson_id`),
	FOREIGN KEY (`enrolment_number`) REFERENCES `enrolments`(`number`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`lesson_id`) REFERENCES `lessons`(`id`) ON UPDATE no action ON DELETE restrict
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_lesson_progress`
SELECT e.number, p.lesson_id, p.started_at, p.completed_at, CASE
    WHEN json_array_length(p.watched) = 0 THEN 0
    WHEN json_array_length(p.watched) = 1 AND json_extract(p.watched, '$[0][0]') = 0 THEN json_extract(p.watched, '$[0][1]')
    ELSE p.watched END, p.watched_ms, CASE
    WHEN json_array_length(p.unproven) = 0 THEN 0
    WHEN json_array_length(p.unproven) = 1 AND json_extract(p.unproven, '$[0][0]') = 0 THEN json_extract(p.unproven, '$[0][1]')
    ELSE p.unproven END, p.resume_ms, p.best_percent
FROM lesson_progress AS p JOIN enrolments AS e ON e.id = p.enrolment_id
ORDER BY e.number, p.lesson_id;
--> statement-breakpoint
DROP TABLE `lesson_progress`;
--> statement-breakpoint
ALTER TABLE `__new_lesson_progress` RENAME TO `lesson_progress`;
--> statement-breakpoint
DROP TRIGGER heartbeats_no_delete;
--> statement-breakpoint
DROP TRIGGER playback_sessions_no_delete;
--> statement-breakpoint
CREATE TABLE `__new_watch_archives` (
	`enrolment_number` integer NOT NULL,
	`epoch` integer NOT NULL,
	`lesson_position` integer NOT NULL,
	`beats` integer NOT NULL,
	`first_at` integer NOT NULL,
	`lasted_seconds` integer NOT NULL,
	`granted_ms` integer NOT NULL,
	`withheld_ms` integer NOT NULL,
	`refused_ms` integer NOT NULL,
	`played` blob NOT NULL,
	`head_hash` text NOT NULL,
	`checks_asked` integer NOT NULL,
	`checks_missed` integer NOT NULL,
	`taken_back_ms` integer NOT NULL,
	PRIMARY KEY(`enrolment_number`, `epoch`),
	FOREIGN KEY (`enrolment_number`) REFERENCES `enrolments`(`number`) ON UPDATE no action ON DELETE restrict
) WITHOUT ROWID;
--> statement-breakpoint
-- A head that is no digest was not made here; its letters are kept, for `xueshi check` to name.
INSERT INTO `__new_watch_archives`
SELECT e.number, a.epoch, a.lesson_position, a.beats, a.first_at / 1000, a.last_at / 1000 - a.first_at / 1000,
  a.granted_ms, a.withheld_ms, a.claimed_ms - a.granted_ms - a.withheld_ms, CASE
    WHEN json_array_length(a.played) = 0 THEN 0
    WHEN json_array_length(a.played) = 1 AND json_extract(a.played, '$[0][0]') = 0 THEN json_extract(a.played, '$[0][1]')
    ELSE a.played END,
  coalesce(CASE WHEN length(a.head_hash) = 43 AND a.head_hash NOT GLOB '*[^A-Za-z0-9_-]*' THEN unhex(substr((
    SELECT group_concat(printf('%06X',
        ((instr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', substr(a.head_hash, g.column1 + 0, 1)) - 1) << 18)
        | ((instr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', substr(a.head_hash, g.column1 + 1, 1)) - 1) << 12)
        | ((instr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', substr(a.head_hash, g.column1 + 2, 1)) - 1) << 6)
        | (instr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', substr(a.head_hash, g.column1 + 3, 1)) - 1)), '' ORDER BY g.column1)
      FROM (VALUES (1), (5), (9), (13), (17), (21), (25), (29), (33), (37), (41)) AS g), 1, 64)) END, CAST(a.head_hash AS BLOB)),
  a.checks_asked, a.checks_missed, a.taken_back_ms
FROM watch_archives AS a JOIN enrolments AS e ON e.id = a.enrolment_id
ORDER BY e.number, a.epoch;
--> statement-breakpoint
DROP TABLE `watch_archives`;
--> statement-breakpoint
ALTER TABLE `__new_watch_archives` RENAME TO `watch_archives`;
--> statement-breakpoint
-- The head of each chain as bytes, as archives have it; compared for every heartbeat that is to go.
UPDATE playback_sessions SET head_hash = coalesce(CASE WHEN length(head_hash) = 43 AND head_hash NOT GLOB '*[^A-Za-z0-9_-]*' THEN unhex(substr((
    SELECT group_concat(printf('%06X',
        ((instr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', substr(head_hash, g.column1 + 0, 1)) - 1) << 18)
        | ((instr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', substr(head_hash, g.column1 + 1, 1)) - 1) << 12)
        | ((instr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', substr(head_hash, g.column1 + 2, 1)) - 1) << 6)
        | (instr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', substr(head_hash, g.column1 + 3, 1)) - 1)), '' ORDER BY g.column1)
      FROM (VALUES (1), (5), (9), (13), (17), (21), (25), (29), (33), (37), (41)) AS g), 1, 64)) END, CAST(head_hash AS BLOB));
--> statement-breakpoint
-- A playback as its archive names it: by the number of its enrolment.
CREATE VIEW playback_heads AS
SELECT s.id AS session_id, e.number AS enrolment_number, s.epoch AS epoch, s.last_seq AS last_seq, s.head_hash AS head
FROM playback_sessions AS s JOIN enrolments AS e ON e.id = s.enrolment_id;
--> statement-breakpoint
-- Heartbeats go only when the archive of their playback stands, with the same head of the chain.
CREATE TRIGGER heartbeats_no_delete BEFORE DELETE ON heartbeats
WHEN NOT EXISTS (
  SELECT 1 FROM playback_heads AS s
  JOIN watch_archives AS a ON a.enrolment_number = s.enrolment_number AND a.epoch = s.epoch
  WHERE s.session_id = OLD.session_id AND a.beats = s.last_seq AND a.head_hash = s.head
)
BEGIN SELECT RAISE(ABORT, 'heartbeats is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER playback_sessions_no_delete BEFORE DELETE ON playback_sessions
WHEN OLD.last_seq > 0 AND NOT EXISTS (
  SELECT 1 FROM playback_heads AS s
  JOIN watch_archives AS a ON a.enrolment_number = s.enrolment_number AND a.epoch = s.epoch
  WHERE s.session_id = OLD.id AND a.beats = s.last_seq AND a.head_hash = s.head
)
BEGIN SELECT RAISE(ABORT, 'a playback with heartbeats is kept until it is compacted'); END;
--> statement-breakpoint
CREATE TRIGGER watch_archives_fit BEFORE INSERT ON watch_archives
WHEN NOT EXISTS (
  SELECT 1 FROM playback_heads AS s
  WHERE s.enrolment_number = NEW.enrolment_number AND s.epoch = NEW.epoch
    AND s.last_seq = NEW.beats AND s.head = NEW.head_hash
    AND (SELECT count(*) = NEW.beats AND min(h.received_at) / 1000 = NEW.first_at AND max(h.received_at) / 1000 = NEW.first_at + NEW.lasted_seconds
        AND sum(h.claimed_ms) = NEW.granted_ms + NEW.withheld_ms + NEW.refused_ms AND sum(h.granted_ms) = NEW.granted_ms
        AND sum(h.withheld_ms) = NEW.withheld_ms
      FROM heartbeats AS h WHERE h.session_id = s.session_id)
)
BEGIN SELECT RAISE(ABORT, 'an archive must fit the heartbeats that it replaces'); END;
--> statement-breakpoint
CREATE TRIGGER watch_archives_no_replace BEFORE INSERT ON watch_archives
WHEN EXISTS (SELECT 1 FROM watch_archives WHERE enrolment_number = NEW.enrolment_number AND epoch = NEW.epoch)
BEGIN SELECT RAISE(ABORT, 'watch_archives is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER watch_archives_no_update BEFORE UPDATE ON watch_archives
BEGIN SELECT RAISE(ABORT, 'watch_archives is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER watch_archives_no_delete BEFORE DELETE ON watch_archives
BEGIN SELECT RAISE(ABORT, 'watch_archives is append-only'); END;
