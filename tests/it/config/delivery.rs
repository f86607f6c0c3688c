//! What dateline.toml says of deliveries.

use std::time::Duration;

use super::{good, problems};

#[test]
fn deliveries_are_kept_for_days() {
    let days = |n: u64| Duration::from_secs(n * 24 * 3600);
    assert_eq!(good(&[], &[]).keep_deliveries, days(90));
    let config = good(&[("dateline.toml", "[delivery]\nkeep = \"14d\"")], &[]);
    assert_eq!(config.keep_deliveries, days(14));
    for wrong in ["90", "90h", "1d", "-3d", "forever"] {
        let found = problems(&[("dateline.toml", &format!("[delivery]\nkeep = \"{wrong}\""))], &[]);
        let words = format!(
            "dateline.toml:2: [delivery] keep: \"{wrong}\" is no number of days; write one from \"2d\" to \"36500d\", such as \"90d\""
        );
        assert!(found.contains(&words), "{found}");
    }
}
