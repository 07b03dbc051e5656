CREATE TABLE `policy_trial_people` (
	`trial_id` text NOT NULL,
	`person_id` text NOT NULL,
	`name_pinyin` text NOT NULL,
	`unit_id` text NOT NULL,
	`change` text NOT NULL,
	`missing_before` integer NOT NULL,
	`missing_after` integer NOT NULL,
	`half_days_before` integer NOT NULL,
	`half_days_after` integer NOT NULL,
	PRIMARY KEY(`trial_id`, `person_id`),
	FOREIGN KEY (`trial_id`) REFERENCES `policy_trials`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `policy_trial_people_change` ON `policy_trial_people` (`trial_id`,`change`,`name_pinyin`,`person_id`);--> statement-breakpoint
CREATE INDEX `policy_trial_people_name` ON `policy_trial_people` (`trial_id`,`name_pinyin`,`person_id`);--> statement-breakpoint
CREATE TABLE `policy_trials` (
	`id` text PRIMARY KEY NOT NULL,
	`org_unit_id` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`from_year` integer NOT NULL,
	`draft` text NOT NULL,
	`state` text NOT NULL,
	`people_done` integer DEFAULT 0 NOT NULL,
	`people_total` integer DEFAULT 0 NOT NULL,
	`result` text,
	`ready_at` integer,
	FOREIGN KEY (`org_unit_id`) REFERENCES `org_units`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `policy_trials_creator` ON `policy_trials` (`created_by`,`state`);--> statement-breakpoint
-- hand-written: a looser policy below gives way from now on
INSERT INTO stale_units (unit_id, after_person_id)
SELECT id, '' FROM org_units WHERE parent_id IS NULL AND (SELECT count(*) FROM hour_policies WHERE superseded_at IS NULL) > 1
ON CONFLICT (unit_id) DO UPDATE SET after_person_id = '';
--> statement-breakpoint
CREATE TRIGGER stale_after_programme_member_state AFTER UPDATE OF state ON programme_members
WHEN OLD.state <> NEW.state AND (OLD.state IN ('left', 'exempt') OR NEW.state IN ('left', 'exempt'))
  AND EXISTS (
    SELECT 1 FROM hour_policies WHERE superseded_at IS NULL
      AND (policy LIKE '%"requiredOnly":true%' OR json_extract(policy, '$.electiveWeightPercent') < 100)
  )
BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
