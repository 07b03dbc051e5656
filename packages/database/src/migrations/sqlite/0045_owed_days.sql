ALTER TABLE `unit_outlooks` ADD `owed_half_days` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
-- hand-written
INSERT INTO unit_outlooks (unit_id, year, category, outlook, people, hundredths, half_days, owed_hundredths, owed_half_days, missing_hundredths)
SELECT a.ancestor_id, s.year, coalesce(s.category, ''), s.outlook, 0, 0, 0, 0, sum(s.target_half_days), 0
FROM person_standings s JOIN org_unit_ancestors a ON a.unit_id = s.unit_id
WHERE s.target_half_days IS NOT NULL
GROUP BY a.ancestor_id, s.year, coalesce(s.category, ''), s.outlook
ON CONFLICT (unit_id, year, category, outlook) DO UPDATE SET
  owed_half_days = owed_half_days + excluded.owed_half_days;
--> statement-breakpoint
DROP TRIGGER dashboards_after_standing_insert;
--> statement-breakpoint
CREATE TRIGGER dashboards_after_standing_insert AFTER INSERT ON person_standings BEGIN
  INSERT INTO unit_outlooks (unit_id, year, category, outlook, people, hundredths, half_days, owed_hundredths, owed_half_days, missing_hundredths)
  SELECT ancestor_id, NEW.year, coalesce(NEW.category, ''), NEW.outlook, 1, NEW.hundredths, NEW.half_days,
    coalesce(NEW.target_hundredths, 0), coalesce(NEW.target_half_days, 0), NEW.missing_hundredths
  FROM org_unit_ancestors WHERE unit_id = NEW.unit_id
  ON CONFLICT (unit_id, year, category, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days,
    owed_hundredths = owed_hundredths + excluded.owed_hundredths,
    owed_half_days = owed_half_days + excluded.owed_half_days,
    missing_hundredths = missing_hundredths + excluded.missing_hundredths;
  INSERT INTO unit_days (unit_id, year, category, day, hundredths, half_days)
  SELECT a.ancestor_id, NEW.year, coalesce(NEW.category, ''), CASE WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) < e.year THEN 101
      WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) > e.year THEN 1231
      ELSE CAST(strftime('%m%d', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) END, e.hundredths, e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = NEW.unit_id
  WHERE e.person_id = NEW.person_id AND e.year = NEW.year
  ON CONFLICT (unit_id, year, category, day) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_kinds (unit_id, year, category, mode, area, hundredths, half_days)
  SELECT a.ancestor_id, NEW.year, coalesce(NEW.category, ''), e.mode, coalesce(e.area, ''), e.hundredths, e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = NEW.unit_id
  WHERE e.person_id = NEW.person_id AND e.year = NEW.year
  ON CONFLICT (unit_id, year, category, mode, area) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, NEW.year, coalesce(NEW.category, ''), k.key_group, NEW.outlook, 1, NEW.hundredths, NEW.half_days
  FROM key_group_memberships k JOIN org_unit_ancestors a ON a.unit_id = NEW.unit_id
  WHERE k.person_id = NEW.person_id AND k.ends_at IS NULL AND k.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
--> statement-breakpoint
DROP TRIGGER dashboards_after_standing_delete;
--> statement-breakpoint
CREATE TRIGGER dashboards_after_standing_delete AFTER DELETE ON person_standings BEGIN
  INSERT INTO unit_outlooks (unit_id, year, category, outlook, people, hundredths, half_days, owed_hundredths, owed_half_days, missing_hundredths)
  SELECT ancestor_id, OLD.year, coalesce(OLD.category, ''), OLD.outlook, -1, -OLD.hundredths, -OLD.half_days,
    -coalesce(OLD.target_hundredths, 0), -coalesce(OLD.target_half_days, 0), -OLD.missing_hundredths
  FROM org_unit_ancestors WHERE unit_id = OLD.unit_id
  ON CONFLICT (unit_id, year, category, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days,
    owed_hundredths = owed_hundredths + excluded.owed_hundredths,
    owed_half_days = owed_half_days + excluded.owed_half_days,
    missing_hundredths = missing_hundredths + excluded.missing_hundredths;
  INSERT INTO unit_days (unit_id, year, category, day, hundredths, half_days)
  SELECT a.ancestor_id, OLD.year, coalesce(OLD.category, ''), CASE WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) < e.year THEN 101
      WHEN CAST(strftime('%Y', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) > e.year THEN 1231
      ELSE CAST(strftime('%m%d', e.earned_at / 1000 + 28800, 'unixepoch') AS INTEGER) END, -e.hundredths, -e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = OLD.unit_id
  WHERE e.person_id = OLD.person_id AND e.year = OLD.year
  ON CONFLICT (unit_id, year, category, day) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_kinds (unit_id, year, category, mode, area, hundredths, half_days)
  SELECT a.ancestor_id, OLD.year, coalesce(OLD.category, ''), e.mode, coalesce(e.area, ''), -e.hundredths, -e.half_days
  FROM credit_entries e JOIN org_unit_ancestors a ON a.unit_id = OLD.unit_id
  WHERE e.person_id = OLD.person_id AND e.year = OLD.year
  ON CONFLICT (unit_id, year, category, mode, area) DO UPDATE SET
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, OLD.year, coalesce(OLD.category, ''), k.key_group, OLD.outlook, -1, -OLD.hundredths, -OLD.half_days
  FROM key_group_memberships k JOIN org_unit_ancestors a ON a.unit_id = OLD.unit_id
  WHERE k.person_id = OLD.person_id AND k.ends_at IS NULL AND k.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
--> statement-breakpoint
DROP TRIGGER dashboards_after_standing_figures;
--> statement-breakpoint
CREATE TRIGGER dashboards_after_standing_figures AFTER UPDATE ON person_standings
WHEN OLD.unit_id IS NOT NEW.unit_id OR OLD.category IS NOT NEW.category OR OLD.outlook IS NOT NEW.outlook
  OR OLD.hundredths IS NOT NEW.hundredths OR OLD.half_days IS NOT NEW.half_days
  OR OLD.target_hundredths IS NOT NEW.target_hundredths OR OLD.target_half_days IS NOT NEW.target_half_days
  OR OLD.missing_hundredths IS NOT NEW.missing_hundredths
 BEGIN
  INSERT INTO unit_outlooks (unit_id, year, category, outlook, people, hundredths, half_days, owed_hundredths, owed_half_days, missing_hundredths)
  SELECT ancestor_id, OLD.year, coalesce(OLD.category, ''), OLD.outlook, -1, -OLD.hundredths, -OLD.half_days,
    -coalesce(OLD.target_hundredths, 0), -coalesce(OLD.target_half_days, 0), -OLD.missing_hundredths
  FROM org_unit_ancestors WHERE unit_id = OLD.unit_id
  ON CONFLICT (unit_id, year, category, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days,
    owed_hundredths = owed_hundredths + excluded.owed_hundredths,
    owed_half_days = owed_half_days + excluded.owed_half_days,
    missing_hundredths = missing_hundredths + excluded.missing_hundredths;
  INSERT INTO unit_outlooks (unit_id, year, category, outlook, people, hundredths, half_days, owed_hundredths, owed_half_days, missing_hundredths)
  SELECT ancestor_id, NEW.year, coalesce(NEW.category, ''), NEW.outlook, 1, NEW.hundredths, NEW.half_days,
    coalesce(NEW.target_hundredths, 0), coalesce(NEW.target_half_days, 0), NEW.missing_hundredths
  FROM org_unit_ancestors WHERE unit_id = NEW.unit_id
  ON CONFLICT (unit_id, year, category, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days,
    owed_hundredths = owed_hundredths + excluded.owed_hundredths,
    owed_half_days = owed_half_days + excluded.owed_half_days,
    missing_hundredths = missing_hundredths + excluded.missing_hundredths;
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, OLD.year, coalesce(OLD.category, ''), k.key_group, OLD.outlook, -1, -OLD.hundredths, -OLD.half_days
  FROM key_group_memberships k JOIN org_unit_ancestors a ON a.unit_id = OLD.unit_id
  WHERE k.person_id = OLD.person_id AND k.ends_at IS NULL AND k.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
  INSERT INTO unit_key_groups (unit_id, year, category, key_group, outlook, people, hundredths, half_days)
  SELECT a.ancestor_id, NEW.year, coalesce(NEW.category, ''), k.key_group, NEW.outlook, 1, NEW.hundredths, NEW.half_days
  FROM key_group_memberships k JOIN org_unit_ancestors a ON a.unit_id = NEW.unit_id
  WHERE k.person_id = NEW.person_id AND k.ends_at IS NULL AND k.key_group <> 'reserve'
  ON CONFLICT (unit_id, year, category, key_group, outlook) DO UPDATE SET
    people = people + excluded.people,
    hundredths = hundredths + excluded.hundredths,
    half_days = half_days + excluded.half_days;
END;
