CREATE TABLE `programme_advice` (
	`programme_id` text PRIMARY KEY NOT NULL,
	`about` text NOT NULL,
	`result` text NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`programme_id`) REFERENCES `programmes`(`id`) ON UPDATE no action ON DELETE restrict
);
