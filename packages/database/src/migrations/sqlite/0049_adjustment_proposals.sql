CREATE TABLE `adjustment_proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`kind` text NOT NULL,
	`from_year` integer NOT NULL,
	`to_year` integer NOT NULL,
	`percent` integer,
	`months` integer,
	`reason` text NOT NULL,
	`document` text NOT NULL,
	`proposed_by` text NOT NULL,
	`proposed_at` integer NOT NULL,
	`state` text NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`comment` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`proposed_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`decided_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `adjustment_proposals_waiting` ON `adjustment_proposals` (`person_id`) WHERE "adjustment_proposals"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX `adjustment_proposals_person` ON `adjustment_proposals` (`person_id`,`proposed_at`);
--> statement-breakpoint
-- hand-written
CREATE TRIGGER adjustment_proposals_decided_once BEFORE UPDATE ON adjustment_proposals
WHEN OLD.state <> 'waiting' OR NEW.state = 'waiting'
  OR NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.kind <> OLD.kind
  OR NEW.from_year <> OLD.from_year OR NEW.to_year <> OLD.to_year
  OR NEW.percent IS NOT OLD.percent OR NEW.months IS NOT OLD.months
  OR NEW.reason <> OLD.reason OR NEW.document <> OLD.document
  OR NEW.proposed_by <> OLD.proposed_by OR NEW.proposed_at <> OLD.proposed_at
BEGIN SELECT RAISE(ABORT, 'proposed adjustments are decided once'); END;
--> statement-breakpoint
CREATE TRIGGER adjustment_proposals_two_people BEFORE UPDATE ON adjustment_proposals
WHEN NEW.state IN ('approved', 'declined')
  AND (NEW.decided_by IS NULL OR NEW.decided_by = OLD.proposed_by OR NEW.decided_by = OLD.person_id)
BEGIN SELECT RAISE(ABORT, 'proposed adjustments are decided by a second person'); END;
--> statement-breakpoint
CREATE TRIGGER adjustment_proposals_no_delete BEFORE DELETE ON adjustment_proposals
BEGIN SELECT RAISE(ABORT, 'proposed adjustments are kept'); END;
--> statement-breakpoint
CREATE TRIGGER adjustment_proposals_no_replace BEFORE INSERT ON adjustment_proposals
WHEN EXISTS (SELECT 1 FROM adjustment_proposals WHERE id = NEW.id
  OR (person_id = NEW.person_id AND state = 'waiting' AND NEW.state = 'waiting'))
BEGIN SELECT RAISE(ABORT, 'proposed adjustments are kept'); END;
