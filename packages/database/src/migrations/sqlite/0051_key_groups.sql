CREATE TABLE `key_groups` (
	`code` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_en` text,
	`categories` text NOT NULL,
	`most_in_unit` integer,
	`retired_at` integer,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `key_groups_name` ON `key_groups` (`name`);
--> statement-breakpoint
-- hand-written
CREATE TRIGGER key_groups_code_is_stable BEFORE UPDATE OF code ON key_groups
WHEN NEW.code IS NOT OLD.code
BEGIN SELECT RAISE(ABORT, 'the code of a key group is stable'); END;
--> statement-breakpoint
CREATE TRIGGER key_groups_used_are_kept BEFORE DELETE ON key_groups
WHEN EXISTS (SELECT 1 FROM key_group_memberships WHERE key_group = OLD.code)
BEGIN SELECT RAISE(ABORT, 'key groups that somebody holds or held are kept'); END;
--> statement-breakpoint
CREATE TRIGGER key_groups_no_replace BEFORE INSERT ON key_groups
WHEN EXISTS (SELECT 1 FROM key_groups WHERE code = NEW.code OR name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'key groups are not replaced'); END;
