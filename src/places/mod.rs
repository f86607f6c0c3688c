//! Countries, regions, and which of them a text names. Pure: the tables are compiled in, nothing is read or asked.

mod addresses;
mod compile;
mod context;
mod country;
mod custom;
mod entry;
mod focus;
mod gazetteer;
pub mod groups;
mod hashed;
mod impostors;
mod language;
mod nearest;
mod persons;
mod places;
mod region;
mod resolve;
mod sightings;
pub mod tables;
mod tagger;
mod words;

pub use country::Country;
pub use custom::{Custom, OwnName};
pub use entry::Kind;
pub use places::Places;
pub use region::{HeadlineName, Region, Regions};
pub use resolve::{Namesake, Resolution, Sharing};
pub use tagger::{Focus, MOST_CHARACTERS, Mention, Part, Tags, Untagged};
