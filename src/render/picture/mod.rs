//! Pictures: maps and charts, as SVG for pages and as PNG for messages. One drawing is written as SVG in both cases; for
//! PNG it is then rasterised with the font that is compiled in, so that it looks the same on every machine.

mod canvas;
mod chart;
mod clip;
mod labels;
mod layout;
mod letters;
mod map;
mod palette;
mod projection;
mod shades;
mod shapes;
mod view;

use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};

use crate::reply::Drawing;
use canvas::{Canvas, FAMILY, HEIGHT, WIDTH};

/// The colours a picture is drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
#[error("the picture could not be drawn: {0}; the message goes without it")]
pub struct PictureError(String);

/// A picture as an SVG document of 1280 by 960 units that takes the width it is given. It holds no ids, styles, scripts or
/// links, so that several can stand in one page; what it shows in words is the page's to say, beside it.
pub fn svg(drawing: &Drawing, theme: Theme) -> String {
    // A page's reader has other fonts: each text is held to the width it has in ours.
    draw(drawing, theme, true)
}

/// A picture as a PNG file of 1280 by 960 pixels, for messages: readable when it is shown 350 pixels wide.
pub fn png(drawing: &Drawing, theme: Theme) -> Result<Vec<u8>, PictureError> {
    let options = usvg::Options {
        fontdb: Arc::clone(&FONT),
        font_family: FAMILY.to_owned(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(&draw(drawing, theme, false), &options)
        .map_err(|error| PictureError(error.to_string()))?;
    let mut pixels =
        tiny_skia::Pixmap::new(WIDTH as u32, HEIGHT as u32).ok_or_else(|| PictureError("it has no size".to_owned()))?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PictureError(error.to_string()))
}

fn draw(drawing: &Drawing, theme: Theme, hold_widths: bool) -> String {
    let mut canvas = Canvas::new(theme, hold_widths);
    match drawing {
        Drawing::Map(map) => map::draw(map, &mut canvas),
        Drawing::Chart(chart) => chart::draw(chart, &mut canvas),
    }
    canvas.finished()
}

/// The only font there is; nothing is looked for on the machine.
static FONT: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let faces: [&'static [u8]; 2] = [include_bytes!("regular.ttf"), include_bytes!("semibold.ttf")];
    let mut fonts = usvg::fontdb::Database::new();
    for face in faces {
        fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(face)));
    }
    Arc::new(fonts)
});
