//! Names on the map: as many as there is room for, none over another, the most told-of countries first.

use super::canvas::{Anchor, Area, Canvas, Point, Type};
use super::letters::{Weight, drawable, width};

/// The size of the names' letters.
const SIZE: f64 = 34.0;

/// A country that may have its name on the map.
pub(super) struct Named<'a> {
    pub name: &'a str,
    /// Where its middle or its dot is.
    pub at: Point,
    /// How far from there the name begins when it stands beside: the radius of a dot; none when it stands on its land.
    pub dot: Option<f64>,
}

/// Writes the names that have room in this part of the sheet.
pub(super) fn write(named: &[Named<'_>], within: Area, canvas: &mut Canvas) {
    let within = within.grown(-8.0);
    let around = |named: &Named<'_>| {
        let radius = named.dot?;
        let (x, y) = named.at;
        Some(
            Area {
                left: x,
                top: y,
                right: x,
                bottom: y,
            }
            .grown(radius),
        )
    };
    // No name hides another country's dot.
    let dots: Vec<(usize, Area)> = named
        .iter()
        .enumerate()
        .filter_map(|(index, named)| Some((index, around(named)?)))
        .collect();
    let mut taken: Vec<Area> = Vec::new();
    for (index, named) in named.iter().enumerate() {
        let name = drawable(named.name);
        let free = |area: &Area| {
            within.holds_all(area)
                && !taken.iter().any(|other| other.overlaps(area))
                && !dots.iter().any(|(other, dot)| *other != index && dot.overlaps(area))
        };
        let wide = width(&name, SIZE, Weight::SemiBold);
        let Some((place, anchor, area)) = places(named, wide).into_iter().find(|(_, _, area)| free(area)) else {
            continue;
        };
        taken.push(area);
        let set = Type {
            rim: Some(canvas.palette.paper),
            ..Type::new(SIZE, canvas.palette.ink).bold().anchored(anchor)
        };
        canvas.text(place, &name, set);
    }
}

/// Where a name of this width may stand, best first: its place on the baseline, its anchor and the area it takes.
fn places(named: &Named<'_>, wide: f64) -> Vec<(Point, Anchor, Area)> {
    let (x, y) = named.at;
    let area = |left: f64, baseline: f64| Area {
        left: left - 4.0,
        top: SIZE.mul_add(-0.78, baseline),
        right: left + wide + 4.0,
        bottom: SIZE.mul_add(0.24, baseline),
    };
    let middle = |baseline: f64| ((x, baseline), Anchor::Middle, area(x - wide / 2.0, baseline));
    let level = SIZE.mul_add(0.27, y);
    match named.dot {
        Some(radius) => {
            let aside = radius + 8.0;
            vec![
                ((x + aside, level), Anchor::Start, area(x + aside, level)),
                ((x - aside, level), Anchor::End, area(x - aside - wide, level)),
                middle(y - aside),
                middle(SIZE.mul_add(0.75, y + aside)),
            ]
        }
        None => vec![middle(level), middle(level - SIZE * 0.7), middle(level + SIZE * 0.7)],
    }
}
