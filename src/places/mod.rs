//! Countries, regions, and which of them a text names. Pure: the tables are compiled in, nothing is read or asked.

mod addresses;
mod compile;
mod context;
mod country;
mod custom;
mod dateline;
mod draft;
mod entry;
mod explain;
mod focus;
mod gazetteer;
pub mod groups;
mod hashed;
mod impostors;
mod language;
mod letters;
mod lookup;
mod nearest;
mod persons;
mod region;
mod resolve;
mod rule;
mod run;
mod sightings;
pub mod tables;
mod tagger;
mod words;

pub use country::Country;
pub use custom::{ContestedPlace, Custom, OwnName, Unfit, compared, contested_places};
pub use entry::Kind;
pub use explain::{Explanation, SetAside, Weight};
pub use lookup::Places;
pub use region::{HeadlineName, Region, Regions};
pub use resolve::{Namesake, Resolution, Sharing};
pub use rule::{Aside, Rule};
pub use tagger::{Focus, MOST_CHARACTERS, Mention, Part, Tags, Untagged};
