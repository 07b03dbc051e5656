-- hand-written: a course that brings no hours changes no account, and yet may be one that a policy asks for.
CREATE TRIGGER stale_after_course_completed AFTER UPDATE OF completed_at ON enrolments
WHEN NEW.completed_at IS NOT OLD.completed_at
  AND EXISTS (SELECT 1 FROM hour_policies WHERE superseded_at IS NULL AND policy LIKE '%"courses":{"of":[%')
BEGIN
  INSERT INTO stale_standings (person_id) SELECT NEW.person_id
  WHERE NOT EXISTS (SELECT 1 FROM stale_standings WHERE person_id = NEW.person_id);
END;
--> statement-breakpoint
-- A new version may have the content of other courses than the one before, or be repeated otherwise.
CREATE TRIGGER stale_after_course_republished AFTER UPDATE OF current_version_id ON courses
WHEN OLD.current_version_id IS NOT NULL
  AND EXISTS (SELECT 1 FROM hour_policies WHERE superseded_at IS NULL AND policy LIKE '%"courses":{"of":[%')
  AND EXISTS (
    SELECT 1 FROM course_versions was JOIN course_versions now ON now.id = NEW.current_version_id
    WHERE was.id = OLD.current_version_id
      AND (was.equivalence_group IS NOT now.equivalence_group OR was.repeat <> now.repeat)
  )
BEGIN
  INSERT INTO stale_units (unit_id, after_person_id)
  SELECT id, '' FROM org_units WHERE parent_id IS NULL
  ON CONFLICT (unit_id) DO UPDATE SET after_person_id = '';
END;
