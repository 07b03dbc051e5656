DROP INDEX `person_standings_unit`;--> statement-breakpoint
DROP INDEX `person_standings_category`;--> statement-breakpoint
CREATE INDEX `person_standings_of_unit` ON `person_standings` (`unit_id`,`year`,`category`,`state`,`hundredths`,`half_days`,`share`,`name_pinyin`,`person_id`);