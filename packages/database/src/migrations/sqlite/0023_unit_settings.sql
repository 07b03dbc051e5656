CREATE TABLE `emblems` (
	`hash` text PRIMARY KEY NOT NULL,
	`media_type` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`content` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `unit_settings` (
	`org_unit_id` text NOT NULL,
	`setting` text NOT NULL,
	`value` text NOT NULL,
	`set_by` text NOT NULL,
	`set_at` integer NOT NULL,
	PRIMARY KEY(`org_unit_id`, `setting`),
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
ALTER TABLE `playback_sessions` ADD `presence_rhythm` text;--> statement-breakpoint
-- hand-written
CREATE TRIGGER unit_settings_added AFTER INSERT ON unit_settings
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER unit_settings_changed AFTER UPDATE ON unit_settings
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER unit_settings_removed AFTER DELETE ON unit_settings
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
DROP TRIGGER stale_after_programme_member_insert;
--> statement-breakpoint
CREATE TRIGGER stale_after_programme_member_insert AFTER INSERT ON programme_members
WHEN EXISTS (
  SELECT 1 FROM hour_policies WHERE superseded_at IS NULL
    AND (policy LIKE '%"requiredOnly":true%' OR json_extract(policy, '$.electiveWeightPercent') < 100)
)
BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
