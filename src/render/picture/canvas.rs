//! The sheet that pictures are drawn on: what is put on it is written as SVG, with every text escaped.

use std::fmt::Write as _;

use super::Theme;
use super::letters::{Weight, drawable, fitted, width};
use super::palette::Palette;

/// A picture's width, in pixels of the PNG: four to three fills a phone and stays whole in a Discord embed.
pub(super) const WIDTH: f64 = 1280.0;
/// A picture's height, in pixels of the PNG.
pub(super) const HEIGHT: f64 = 960.0;
/// The space left free at the edges.
pub(super) const MARGIN: f64 = 48.0;
/// What the font that is compiled in calls itself.
pub(super) const FAMILY: &str = "Dateline Sans";
/// Where the title and subtitle end.
pub(super) const HEADER: f64 = 176.0;

const TITLE: f64 = 72.0;
const SUBTITLE: f64 = 42.0;

/// A point of the sheet: to the right and down from the upper left corner.
pub(super) type Point = (f64, f64);

/// A part of the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    /// What is no farther than this from a point, to each side.
    pub fn around((x, y): Point, by: f64) -> Self {
        let point = Self {
            left: x,
            top: y,
            right: x,
            bottom: y,
        };
        point.grown(by)
    }

    /// The smallest area that holds these points; none if there are none.
    pub fn of(points: &[Point]) -> Option<Self> {
        let (first, rest) = points.split_first()?;
        Some(rest.iter().fold(Self::around(*first, 0.0), |area, &(x, y)| Self {
            left: area.left.min(x),
            top: area.top.min(y),
            right: area.right.max(x),
            bottom: area.bottom.max(y),
        }))
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub fn middle(&self) -> Point {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    /// The area, larger by this on each side; smaller if it is negative.
    pub fn grown(&self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    pub fn holds(&self, (x, y): Point) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }

    pub fn holds_all(&self, other: &Self) -> bool {
        self.holds((other.left, other.top)) && self.holds((other.right, other.bottom))
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    pub size: f64,
    pub weight: Weight,
    pub colour: &'static str,
    pub anchor: Anchor,
    /// The colour of a rim that sets the text off from what is below it.
    pub rim: Option<&'static str>,
}

impl Type {
    /// Text of this size and colour that starts at its place.
    pub fn new(size: f64, colour: &'static str) -> Self {
        Self {
            size,
            weight: Weight::Regular,
            colour,
            anchor: Anchor::Start,
            rim: None,
        }
    }

    pub fn bold(self) -> Self {
        Self {
            weight: Weight::SemiBold,
            ..self
        }
    }

    pub fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// The sheet.
pub(super) struct Canvas {
    out: String,
    pub palette: &'static Palette,
    hold_widths: bool,
}

impl Canvas {
    /// An empty sheet. With `hold_widths` each text says how wide it is, for readers that have another font.
    pub fn new(theme: Theme, hold_widths: bool) -> Self {
        let palette = Palette::of(theme);
        let mut canvas = Self {
            out: format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
                 font-family=\"{FAMILY}, 'Source Sans 3', system-ui, sans-serif\">"
            ),
            palette,
            hold_widths,
        };
        let sheet = Area {
            left: 0.0,
            top: 0.0,
            right: WIDTH,
            bottom: HEIGHT,
        };
        canvas.rectangle(sheet, palette.paper);
        canvas
    }

    /// The SVG document.
    pub fn finished(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }

    /// The title and the line below it, shortened where they are too long.
    pub fn header(&mut self, title: &str, subtitle: &str) {
        let room = 2.0f64.mul_add(-MARGIN, WIDTH);
        let ink = Type::new(TITLE, self.palette.ink).bold();
        let (title, size) = fitted(title, ink.size, ink.weight, room);
        self.text((MARGIN, 84.0), &title, Type { size, ..ink });
        let quiet = Type::new(SUBTITLE, self.palette.quiet);
        let (subtitle, size) = fitted(subtitle, quiet.size, quiet.weight, room);
        self.text((MARGIN, 144.0), &subtitle, Type { size, ..quiet });
    }

    pub fn rectangle(&mut self, area: Area, colour: &str) {
        self.put(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{colour}\"/>",
            Tenth(area.left),
            Tenth(area.top),
            Tenth(area.width()),
            Tenth(area.height())
        ));
    }

    /// A dot, with a rim of another colour.
    pub fn dot(&mut self, (x, y): Point, radius: f64, colour: &str, rim: &str) {
        self.put(format_args!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{colour}\" stroke=\"{rim}\" stroke-width=\"3\"/>",
            Tenth(x),
            Tenth(y),
            Tenth(radius)
        ));
    }

    /// A line through points.
    pub fn line(&mut self, points: &[Point], colour: &str, wide: f64) {
        let mut path = String::new();
        trace(&mut path, points, 0.0);
        if !path.is_empty() {
            self.put(format_args!(
                "<path transform=\"scale(.1)\" d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"/>",
                Tenth(wide * 10.0)
            ));
        }
    }

    /// Polygons of one colour; what is inside two of them is a hole.
    pub fn polygons<'a>(&mut self, rings: impl Iterator<Item = &'a [Point]>, colour: &str, border: &str) {
        let mut path = String::new();
        for ring in rings {
            let before = path.len();
            trace(&mut path, ring, 0.8);
            if path.len() > before {
                path.push('z');
            }
        }
        if !path.is_empty() {
            self.put(format_args!(
                "<path transform=\"scale(.1)\" d=\"{path}\" fill=\"{colour}\" fill-rule=\"evenodd\" stroke=\"{border}\" \
                 stroke-width=\"15\" stroke-linejoin=\"round\"/>"
            ));
        }
    }

    /// A text at a place on its baseline. It is not shortened: see [`fitted`].
    pub fn text(&mut self, (x, y): Point, text: &str, set: Type) {
        let text = drawable(text);
        if text.is_empty() {
            return;
        }
        let mut how = String::new();
        let anchor = match set.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if set.weight == Weight::Regular { 400 } else { 600 };
        // Writing to a string cannot fail.
        _ = write!(
            how,
            "font-size=\"{}\" font-weight=\"{weight}\" text-anchor=\"{anchor}\" fill=\"{}\"",
            Tenth(set.size),
            set.colour
        );
        if let Some(rim) = set.rim {
            _ = write!(
                how,
                " stroke=\"{rim}\" stroke-width=\"7\" stroke-linejoin=\"round\" paint-order=\"stroke\""
            );
        }
        if self.hold_widths {
            let wide = width(&text, set.size, set.weight);
            _ = write!(how, " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", Tenth(wide));
        }
        let escaped = escaped(&text);
        self.put(format_args!(
            "<text x=\"{}\" y=\"{}\" {how}>{escaped}</text>",
            Tenth(x),
            Tenth(y)
        ));
    }

    fn put(&mut self, what: std::fmt::Arguments<'_>) {
        _ = self.out.write_fmt(what);
    }
}

/// A number as it is written: to one decimal, which is finer than the eye.
struct Tenth(f64);

impl std::fmt::Display for Tenth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        if tenths % 10 == 0 {
            write!(f, "{}", tenths / 10)
        } else {
            let sign = if tenths < 0 { "-" } else { "" };
            write!(f, "{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
        }
    }
}

/// Writes a line as a path in tenths of a pixel, leaving out points closer than `least` to the one before; a line without
/// two points left is not written.
fn trace(path: &mut String, points: &[Point], least: f64) {
    let mut steps: Vec<(i64, i64)> = Vec::with_capacity(points.len());
    let mut last: Option<Point> = None;
    for &(x, y) in points {
        if last.is_none_or(|(a, b)| (x - a).abs() > least || (y - b).abs() > least) {
            last = Some((x, y));
            steps.push(((x * 10.0).round() as i64, (y * 10.0).round() as i64));
        }
    }
    if steps.len() < 2 {
        return;
    }
    let mut from = (0, 0);
    for (index, &(x, y)) in steps.iter().enumerate() {
        match index {
            0 => _ = write!(path, "M{x} {y}"),
            _ => _ = write!(path, "l{} {}", x - from.0, y - from.1),
        }
        from = (x, y);
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}
