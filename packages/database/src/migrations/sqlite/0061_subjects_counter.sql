ALTER TABLE `change_counters` ADD `subjects` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
-- hand-written
CREATE TRIGGER subjects_memberships_insert AFTER INSERT ON memberships
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_memberships_update AFTER UPDATE ON memberships
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_memberships_delete AFTER DELETE ON memberships
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_people_update AFTER UPDATE ON people
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_org_units_update AFTER UPDATE ON org_units
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_key_group_memberships_insert AFTER INSERT ON key_group_memberships
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_key_group_memberships_update AFTER UPDATE ON key_group_memberships
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_key_group_memberships_delete AFTER DELETE ON key_group_memberships
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_person_statuses_insert AFTER INSERT ON person_statuses
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_person_statuses_update AFTER UPDATE ON person_statuses
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_person_statuses_delete AFTER DELETE ON person_statuses
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_requirement_adjustments_insert AFTER INSERT ON requirement_adjustments
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_adjustment_withdrawals_insert AFTER INSERT ON adjustment_withdrawals
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_audience_categories_insert AFTER INSERT ON audience_categories
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_audience_categories_update AFTER UPDATE ON audience_categories
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER subjects_audience_categories_delete AFTER DELETE ON audience_categories
BEGIN UPDATE change_counters SET subjects = subjects + 1 WHERE id = 1; END;
