-- The ledger only grows. UPDATE and DELETE are refused; the third trigger is needed because
-- INSERT OR REPLACE deletes without firing delete triggers.
CREATE TRIGGER credit_entries_no_update BEFORE UPDATE ON credit_entries
BEGIN SELECT RAISE(ABORT, 'credit_entries is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER credit_entries_no_delete BEFORE DELETE ON credit_entries
BEGIN SELECT RAISE(ABORT, 'credit_entries is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER credit_entries_no_replace BEFORE INSERT ON credit_entries
WHEN EXISTS (SELECT 1 FROM credit_entries WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM credit_entries WHERE person_id = NEW.person_id AND source_type = NEW.source_type AND source_key = NEW.source_key)
  OR EXISTS (SELECT 1 FROM credit_entries WHERE person_id = NEW.person_id AND sequence = NEW.sequence)
  OR EXISTS (SELECT 1 FROM credit_entries WHERE reverses_id = NEW.reverses_id)
BEGIN SELECT RAISE(IGNORE); END;
--> statement-breakpoint
CREATE TRIGGER heartbeats_no_update BEFORE UPDATE ON heartbeats
BEGIN SELECT RAISE(ABORT, 'heartbeats is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER heartbeats_no_delete BEFORE DELETE ON heartbeats
BEGIN SELECT RAISE(ABORT, 'heartbeats is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER heartbeats_no_replace BEFORE INSERT ON heartbeats
WHEN EXISTS (SELECT 1 FROM heartbeats WHERE session_id = NEW.session_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'heartbeats is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_events_no_replace BEFORE INSERT ON audit_events
WHEN EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_seals_no_update BEFORE UPDATE ON ledger_seals
BEGIN SELECT RAISE(ABORT, 'ledger_seals is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_seals_no_delete BEFORE DELETE ON ledger_seals
BEGIN SELECT RAISE(ABORT, 'ledger_seals is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER course_versions_no_update BEFORE UPDATE ON course_versions
BEGIN SELECT RAISE(ABORT, 'a published course version never changes'); END;
--> statement-breakpoint
CREATE TRIGGER course_versions_no_delete BEFORE DELETE ON course_versions
BEGIN SELECT RAISE(ABORT, 'a published course version never changes'); END;
--> statement-breakpoint
-- Words are cut into overlapping pairs of characters before they come here: the built-in
-- tokenisers find no two-character Chinese word.
CREATE VIRTUAL TABLE course_search USING fts5(course_id UNINDEXED, title, tags, summary, body, initials, tokenize = 'unicode61 remove_diacritics 0');
--> statement-breakpoint
-- Whatever changes what processes remember moves these counters.
INSERT INTO change_counters (id, authority, catalogue, policies) VALUES (1, 1, 1, 1);
--> statement-breakpoint
CREATE TRIGGER authority_accounts_update AFTER UPDATE OF state, epoch, must_change_password, login_name ON accounts
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER authority_sessions_delete AFTER DELETE ON sessions
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER authority_role_grants_insert AFTER INSERT ON role_grants
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER authority_role_grants_update AFTER UPDATE ON role_grants
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER authority_role_grants_delete AFTER DELETE ON role_grants
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER authority_memberships_insert AFTER INSERT ON memberships
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER authority_memberships_update AFTER UPDATE ON memberships
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER authority_memberships_delete AFTER DELETE ON memberships
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER authority_org_units_update AFTER UPDATE ON org_units
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER authority_people_update AFTER UPDATE ON people
BEGIN UPDATE change_counters SET authority = authority + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER catalogue_courses_insert AFTER INSERT ON courses
BEGIN UPDATE change_counters SET catalogue = catalogue + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER catalogue_courses_update AFTER UPDATE ON courses
BEGIN UPDATE change_counters SET catalogue = catalogue + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER catalogue_course_versions_insert AFTER INSERT ON course_versions
BEGIN UPDATE change_counters SET catalogue = catalogue + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER catalogue_lessons_insert AFTER INSERT ON lessons
BEGIN UPDATE change_counters SET catalogue = catalogue + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER catalogue_media_assets_insert AFTER INSERT ON media_assets
BEGIN UPDATE change_counters SET catalogue = catalogue + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER catalogue_media_assets_update AFTER UPDATE ON media_assets
BEGIN UPDATE change_counters SET catalogue = catalogue + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER policies_hour_policies_insert AFTER INSERT ON hour_policies
BEGIN UPDATE change_counters SET policies = policies + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER policies_hour_policies_update AFTER UPDATE ON hour_policies
BEGIN UPDATE change_counters SET policies = policies + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER policies_hour_policies_delete AFTER DELETE ON hour_policies
BEGIN UPDATE change_counters SET policies = policies + 1 WHERE id = 1; END;
--> statement-breakpoint
CREATE TRIGGER policies_org_units_rename AFTER UPDATE ON org_units
BEGIN UPDATE change_counters SET policies = policies + 1 WHERE id = 1; END;
