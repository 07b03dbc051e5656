CREATE TABLE `media_deliveries` (
	`person_id` text NOT NULL,
	`media_asset_id` text NOT NULL,
	`delivered` text NOT NULL,
	PRIMARY KEY(`person_id`, `media_asset_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
