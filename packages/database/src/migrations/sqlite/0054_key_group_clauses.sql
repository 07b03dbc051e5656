CREATE INDEX `key_group_of_person` ON `key_group_memberships` (`person_id`);
--> statement-breakpoint
-- hand-written: key groups decide what is owed where a policy names some; adopting one makes its unit stale.
CREATE TRIGGER stale_after_key_group_insert AFTER INSERT ON key_group_memberships
WHEN NEW.key_group <> 'reserve'
  AND EXISTS (SELECT 1 FROM hour_policies WHERE superseded_at IS NULL AND policy LIKE '%"keyGroups":[%')
BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_key_group_update AFTER UPDATE ON key_group_memberships
WHEN NEW.key_group <> 'reserve'
  AND EXISTS (SELECT 1 FROM hour_policies WHERE superseded_at IS NULL AND policy LIKE '%"keyGroups":[%')
BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
CREATE TRIGGER stale_after_key_group_delete AFTER DELETE ON key_group_memberships
WHEN OLD.key_group <> 'reserve'
  AND EXISTS (SELECT 1 FROM hour_policies WHERE superseded_at IS NULL AND policy LIKE '%"keyGroups":[%')
BEGIN
  INSERT INTO stale_standings (person_id) SELECT OLD.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = OLD.person_id);
END;
