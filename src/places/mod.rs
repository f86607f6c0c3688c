//! Countries, regions, and which of them a text names. Pure: the tables are compiled in, nothing is read or asked.

mod addresses;
mod context;
mod country;
mod focus;
mod gazetteer;
pub mod groups;
mod impostors;
mod persons;
mod region;
mod resolve;
mod sightings;
pub mod tables;
mod tagger;
mod words;

pub use country::Country;
pub use region::{HeadlineName, Region, Regions};
pub use resolve::{Namesake, Resolution, Sharing, resolve};
pub use tagger::{Focus, MOST_CHARACTERS, Mention, Part, Tags, tag};
