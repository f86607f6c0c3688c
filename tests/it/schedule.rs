//! Cron lines on the local wall clock.
