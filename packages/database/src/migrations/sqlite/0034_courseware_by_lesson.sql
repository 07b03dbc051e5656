CREATE INDEX `courseware_launches_by_lesson` ON `courseware_launches` (`lesson_id`);--> statement-breakpoint
CREATE INDEX `courseware_units_by_lesson` ON `courseware_units` (`lesson_id`);