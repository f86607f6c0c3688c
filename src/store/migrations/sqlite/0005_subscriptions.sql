-- subscriptions.days: the local days of the week, as text. filter: which stories, as JSON. ended_at: when it ended because
-- nobody was there; the row stays until somebody is back and has been told why (ended_why).
ALTER TABLE subscriptions ADD COLUMN days TEXT NOT NULL DEFAULT 'daily';
ALTER TABLE subscriptions ADD COLUMN filter TEXT NOT NULL DEFAULT '{}';
ALTER TABLE subscriptions ADD COLUMN ended_at BIGINT;
ALTER TABLE subscriptions ADD COLUMN ended_why TEXT;
-- destinations.quiet: its quiet hours, as JSON. zone: the time zone that subscriptions made there begin with. gone_times: how
-- often, since gone_since, the platform said that nobody is there.
ALTER TABLE destinations ADD COLUMN quiet TEXT;
ALTER TABLE destinations ADD COLUMN zone TEXT;
ALTER TABLE destinations ADD COLUMN gone_times INTEGER NOT NULL DEFAULT 0;
