CREATE TABLE `audience_categories` (
	`code` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_en` text,
	`position` integer NOT NULL,
	`retired_at` integer,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audience_categories_name` ON `audience_categories` (`name`);
--> statement-breakpoint
-- hand-written
CREATE TRIGGER audience_categories_code_is_stable BEFORE UPDATE OF code ON audience_categories
WHEN NEW.code IS NOT OLD.code
BEGIN SELECT RAISE(ABORT, 'the code of an audience category is stable'); END;
--> statement-breakpoint
CREATE TRIGGER audience_categories_used_are_kept BEFORE DELETE ON audience_categories
WHEN EXISTS (SELECT 1 FROM memberships WHERE audience_category = OLD.code)
  OR EXISTS (SELECT 1 FROM closed_standings WHERE category = OLD.code)
BEGIN SELECT RAISE(ABORT, 'an audience category that somebody is or was in is kept'); END;
--> statement-breakpoint
CREATE TRIGGER audience_categories_no_replace BEFORE INSERT ON audience_categories
WHEN EXISTS (SELECT 1 FROM audience_categories WHERE code = NEW.code OR name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'an audience category is not replaced'); END;
