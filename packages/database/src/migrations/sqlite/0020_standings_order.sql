DROP INDEX `person_standings_name`;--> statement-breakpoint
DROP INDEX `person_standings_hours`;--> statement-breakpoint
DROP INDEX `person_standings_days`;--> statement-breakpoint
DROP INDEX `person_standings_share`;--> statement-breakpoint
CREATE INDEX `person_standings_category` ON `person_standings` (`unit_id`,`year`,`category`,`state`);--> statement-breakpoint
CREATE INDEX `person_standings_name` ON `person_standings` (`year`,`state`,`name_pinyin`,`person_id`,`unit_id`,`category`);--> statement-breakpoint
CREATE INDEX `person_standings_hours` ON `person_standings` (`year`,`state`,`hundredths`,`person_id`,`unit_id`,`category`);--> statement-breakpoint
CREATE INDEX `person_standings_days` ON `person_standings` (`year`,`state`,`half_days`,`person_id`,`unit_id`,`category`);--> statement-breakpoint
CREATE INDEX `person_standings_share` ON `person_standings` (`year`,`state`,`share`,`person_id`,`unit_id`,`category`);