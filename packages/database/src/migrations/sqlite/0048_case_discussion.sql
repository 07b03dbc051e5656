ALTER TABLE `course_questions` ADD `is_after_case` integer DEFAULT false NOT NULL;--> statement-breakpoint
-- What was written for those who have finished a case is never shown to others afterwards.
CREATE TRIGGER course_questions_after_case BEFORE UPDATE OF is_after_case ON course_questions
WHEN NEW.is_after_case <> OLD.is_after_case
BEGIN SELECT RAISE(ABORT, 'the discussion of a case stays with those who have finished it'); END;
