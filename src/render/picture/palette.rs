//! The colours. Shades differ in lightness, not only in hue, so that they stand apart for colour-blind readers too.

use super::Theme;

/// The colours of a theme, as SVG writes them.
pub(super) struct Palette {
    /// Behind titles and lists, and around names on the map.
    pub paper: &'static str,
    /// Titles and names.
    pub ink: &'static str,
    /// Subtitles, axes and small print.
    pub quiet: &'static str,
    /// Water.
    pub sea: &'static str,
    /// The lines of latitude and longitude, and a chart's grid.
    pub grid: &'static str,
    /// A country without stories.
    pub land: &'static str,
    /// Borders and coasts.
    pub border: &'static str,
    /// A country too small to be seen, without stories.
    pub speck: &'static str,
    /// Countries with stories, from few to many: away from the colour of the land.
    pub shades: [&'static str; 4],
    /// A chart's bars.
    pub bar: &'static str,
}

impl Palette {
    /// The colours of this theme.
    pub fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }
}

const LIGHT: Palette = Palette {
    paper: "#ffffff",
    ink: "#17202a",
    quiet: "#56616d",
    sea: "#dfe9f0",
    grid: "#cfdce5",
    land: "#f6f3ec",
    border: "#b3aea3",
    speck: "#a39d90",
    shades: ["#fbb877", "#f58634", "#d5520c", "#8f2d04"],
    bar: "#d5520c",
};

const DARK: Palette = Palette {
    paper: "#12171d",
    ink: "#f2f4f6",
    quiet: "#a9b4bf",
    sea: "#1b242d",
    grid: "#27323d",
    land: "#3a444e",
    border: "#1b242d",
    speck: "#71808e",
    shades: ["#8a4a1f", "#c1651f", "#f0933a", "#ffcf8f"],
    bar: "#f0933a",
};
