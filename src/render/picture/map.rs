//! The map card: countries shaded by how many stories are about them, with their names, a list and a legend.

use std::collections::BTreeMap;

use super::canvas::{Anchor, Area, Canvas, HEIGHT, MARGIN, Point, Type, WIDTH};
use super::clip::{centre, clipped, size};
use super::labels::{self, Named};
use super::layout::{CHIP, ITEM, Layout, STRIP};
use super::letters::{Weight, fitted, width};
use super::shades::Shades;
use super::shapes::{self, Shape};
use super::view::{Placed, View};
use crate::i18n::pictures as words;
use crate::places::Country;
use crate::reply::Map;

/// The size of the letters of the legend.
const LEGEND: f64 = 32.0;
/// How wide the unit is in the legend at most.
const UNIT: f64 = 200.0;
/// The size of the letters of the line that names the source.
const SOURCE: f64 = 26.0;
/// Countries that take up less than this on the map (square pixels) are marked with a dot.
const SMALL: f64 = 110.0;
/// Islands below this (square pixels) are not drawn.
const CRUMB: f64 = 3.0;
/// How large the dot of a small country with stories is.
const DOT: f64 = 11.0;
/// How large the dot of a small country of the region without stories is.
const SPECK: f64 = 4.0;

/// A country as it is seen on the map.
pub(super) struct Seen<'a> {
    pub shape: &'a Shape,
    /// The parts of it that are on the map.
    pub rings: Vec<Vec<Point>>,
    /// Where its name or dot belongs, if it is on the map.
    pub at: Option<Point>,
    /// True when it is too small to be seen without a dot.
    small: bool,
}

/// Draws a map card.
pub(super) fn draw(map: &Map, canvas: &mut Canvas) {
    let mut shapes = shapes::all();
    let mut counts: Vec<(Country, usize)> = map.counts.iter().copied().filter(|(_, count)| *count > 0).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.name().cmp(b.0.name())));
    let shades = Shades::of(counts.iter().map(|(_, count)| *count));
    let shaded: Vec<Country> = counts.iter().map(|(country, _)| *country).collect();
    // Antarctica is left out unless there is news of it.
    shapes.retain(|shape| shape.point.1 > -60.0 || shape.country.is_some_and(|country| shaded.contains(&country)));
    let view = View::of(&shapes, &map.frame, &shaded);
    let lines: Vec<String> = counts
        .iter()
        .map(|(country, count)| format!("{} {count}", country.name()))
        .collect();
    let layout = Layout::of(&view, &lines);
    let seen = land(&shapes, view.placed(layout.middle()), layout.map, canvas);
    let shade_of: BTreeMap<Country, usize> = counts
        .iter()
        .map(|(country, count)| (*country, shades.shade(*count)))
        .collect();
    paint(&seen, &map.frame, &shade_of, canvas);
    names(&seen, &shaded, layout.map, canvas);
    frame(layout.map, canvas);
    canvas.header(&map.title, &map.subtitle);
    let outside = |country: &Country| {
        !seen
            .iter()
            .any(|seen| seen.shape.country == Some(*country) && seen.at.is_some())
    };
    list(&counts, &shades, outside, &layout, canvas);
    let any_outside = shaded.iter().any(outside);
    legend(&shades, &map.unit, any_outside, canvas);
}

/// What is seen of every country, with the sea and its grid drawn below.
fn land<'a>(shapes: &'a [Shape], placed: Placed, on: Area, canvas: &mut Canvas) -> Vec<Seen<'a>> {
    canvas.rectangle(on, canvas.palette.sea);
    for line in placed.grid(on) {
        canvas.line(&line, canvas.palette.grid, 1.5);
    }
    // Borders along the cut lie outside the map.
    let within = on.grown(4.0);
    shapes
        .iter()
        .map(|shape| {
            let whole = shape.rings.iter().flat_map(|ring| placed.rings(ring, within));
            let rings: Vec<Vec<Point>> = whole
                .map(|ring| clipped(&ring, within))
                .filter(|ring| ring.len() > 2 && size(ring) > CRUMB)
                .collect();
            let largest = rings.iter().max_by(|a, b| size(a).total_cmp(&size(b)));
            let all: f64 = rings.iter().map(|ring| size(ring)).sum();
            let inside = on.grown(-6.0);
            let at = Some(placed.point(shape.point))
                .filter(|point| inside.holds(*point))
                .or_else(|| {
                    let middle = largest.and_then(|ring| centre(ring));
                    middle.filter(|point| inside.holds(*point))
                });
            Seen {
                shape,
                rings,
                at,
                small: all < SMALL,
            }
        })
        .collect()
}

/// Paints the countries: plain ones first, so that the borders of shaded ones lie above.
fn paint(seen: &[Seen<'_>], frame: &[Country], shade_of: &BTreeMap<Country, usize>, canvas: &mut Canvas) {
    let palette = canvas.palette;
    let shade = |seen: &Seen<'_>| {
        let shade = shade_of.get(&seen.shape.country?)?;
        palette.shades.get(*shade).copied()
    };
    for one in seen.iter().filter(|one| shade(one).is_none()) {
        canvas.polygons(one.rings.iter().map(Vec::as_slice), palette.land, palette.border);
    }
    for one in seen {
        let member = one.shape.country.is_some_and(|country| frame.contains(&country));
        if let Some(at) = one.at.filter(|_| one.small && member && shade(one).is_none()) {
            canvas.dot(at, SPECK, palette.speck, palette.sea);
        }
    }
    for one in seen {
        if let Some(colour) = shade(one) {
            canvas.polygons(one.rings.iter().map(Vec::as_slice), colour, palette.paper);
        }
    }
    // Dots are above all land: a small country may lie inside a large one.
    for one in seen.iter().filter(|one| one.small) {
        if let (Some(colour), Some(at)) = (shade(one), one.at) {
            canvas.dot(at, DOT, colour, palette.paper);
        }
    }
}

fn names(seen: &[Seen<'_>], shaded: &[Country], on: Area, canvas: &mut Canvas) {
    let named: Vec<Named> = shaded
        .iter()
        .filter_map(|country| {
            let one = seen.iter().find(|one| one.shape.country == Some(*country))?;
            let at = one.at?;
            let dot = Area::around(at, DOT + 2.0);
            let largest = one.rings.iter().max_by(|a, b| size(a).total_cmp(&size(b)));
            let land = largest.and_then(|ring| Area::of(ring)).filter(|_| !one.small);
            Some(Named {
                country: *country,
                at,
                land: land.unwrap_or(dot),
                dot: land.is_none(),
            })
        })
        .collect();
    labels::write(&named, seen, on, canvas);
}

/// Covers what is drawn beyond the edges of the map.
fn frame(map: Area, canvas: &mut Canvas) {
    let paper = canvas.palette.paper;
    let sheet = Area {
        left: 0.0,
        top: 0.0,
        right: WIDTH,
        bottom: HEIGHT,
    };
    canvas.rectangle(
        Area {
            bottom: map.top,
            ..sheet
        },
        paper,
    );
    canvas.rectangle(
        Area {
            top: map.bottom,
            ..sheet
        },
        paper,
    );
    if map.right < WIDTH {
        canvas.rectangle(
            Area {
                left: map.right,
                top: map.top,
                right: WIDTH,
                bottom: map.bottom,
            },
            paper,
        );
    }
}

/// The countries and their numbers, most first, each with a chip in its shade: hollow, when it is not on the map.
fn list(
    counts: &[(Country, usize)],
    shades: &Shades,
    outside: impl Fn(&Country) -> bool,
    layout: &Layout,
    canvas: &mut Canvas,
) {
    let palette = canvas.palette;
    let (shown, more) = match layout.room() {
        room if counts.len() <= room => (counts.len(), 0),
        room => (room.saturating_sub(1), counts.len() - room.saturating_sub(1)),
    };
    for (index, (country, count)) in counts.iter().take(shown).enumerate() {
        let (left, top) = layout.place(index);
        let colour = palette
            .shades
            .get(shades.shade(*count))
            .copied()
            .unwrap_or(palette.land);
        chip((left, top + 12.0), 28.0, colour, outside(country), canvas);
        let number = count.to_string();
        let ink = Type::new(ITEM, palette.ink);
        let room = layout.column() - CHIP - width(&number, ITEM, Weight::SemiBold) - 12.0;
        let (name, size) = fitted(country.name(), ITEM, ink.weight, room);
        let baseline = top + 40.0;
        canvas.text((left + CHIP, baseline), &name, Type { size, ..ink });
        let after = left + CHIP + width(&name, size, ink.weight) + 12.0;
        canvas.text((after, baseline), &number, ink.bold());
    }
    if more > 0 {
        let (left, top) = layout.place(shown);
        canvas.text(
            (left + CHIP, top + 40.0),
            &words::more(more),
            Type::new(ITEM, palette.quiet),
        );
    }
}

/// The legend and the source of the map.
fn legend(shades: &Shades, unit: &str, any_outside: bool, canvas: &mut Canvas) {
    let palette = canvas.palette;
    let quiet = Type::new(LEGEND, palette.quiet);
    let baseline = STRIP + 44.0;
    let source = words::MAP_SOURCE;
    let set = Type::new(SOURCE, palette.quiet).anchored(Anchor::End);
    canvas.text((WIDTH - MARGIN, baseline), source, set);
    let end = WIDTH - MARGIN - width(source, SOURCE, Weight::Regular) - 40.0;
    let mut left = MARGIN;
    let ranges = shades.legend();
    if !ranges.is_empty() {
        // The unit comes first: "1 stories" would be wrong.
        let (unit, size) = fitted(unit, LEGEND, Weight::Regular, UNIT);
        canvas.text((left, baseline), &unit, Type { size, ..quiet });
        left += width(&unit, size, Weight::Regular) + 24.0;
    }
    for (shade, range) in ranges {
        let colour = palette.shades.get(shade).copied().unwrap_or(palette.land);
        chip((left, baseline - 24.0), 26.0, colour, false, canvas);
        canvas.text((left + 36.0, baseline), &range, quiet);
        left += 36.0 + width(&range, LEGEND, Weight::Regular) + 26.0;
    }
    let outside = words::NOT_ON_MAP;
    if any_outside && left + 36.0 + width(outside, LEGEND, Weight::Regular) <= end {
        chip((left, baseline - 24.0), 26.0, palette.quiet, true, canvas);
        canvas.text((left + 36.0, baseline), outside, quiet);
    }
}

fn chip((left, top): Point, side: f64, colour: &str, hollow: bool, canvas: &mut Canvas) {
    let area = Area {
        left,
        top,
        right: left + side,
        bottom: top + side,
    };
    canvas.rectangle(area, colour);
    if hollow {
        canvas.rectangle(area.grown(-5.0), canvas.palette.paper);
    }
}
