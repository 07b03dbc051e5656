-- hand-written: which hours are elective decides what is carried over, so whoever joins or leaves a
-- programme stands anew where some policy carries hours over
DROP TRIGGER stale_after_programme_member_insert;
--> statement-breakpoint
CREATE TRIGGER stale_after_programme_member_insert AFTER INSERT ON programme_members
WHEN EXISTS (
  SELECT 1 FROM hour_policies WHERE superseded_at IS NULL
    AND (policy LIKE '%"requiredOnly":true%' OR json_extract(policy, '$.electiveWeightPercent') < 100
        OR json_extract(policy, '$.carryOverHundredths') IS NOT NULL)
)
BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
DROP TRIGGER stale_after_programme_member_state;
--> statement-breakpoint
CREATE TRIGGER stale_after_programme_member_state AFTER UPDATE OF state ON programme_members
WHEN OLD.state <> NEW.state AND (OLD.state IN ('left', 'exempt') OR NEW.state IN ('left', 'exempt'))
  AND EXISTS (
    SELECT 1 FROM hour_policies WHERE superseded_at IS NULL
      AND (policy LIKE '%"requiredOnly":true%' OR json_extract(policy, '$.electiveWeightPercent') < 100
        OR json_extract(policy, '$.carryOverHundredths') IS NOT NULL)
  )
BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
