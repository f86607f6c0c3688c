//! Names on the map: as many as there is room for, none over another, the most told-of countries first.

use super::canvas::{Anchor, Area, Canvas, Point, Type};
use super::clip::inside;
use super::letters::{Weight, drawable, width};
use super::map::Seen;
use crate::places::Country;

/// The size of the names' letters.
const SIZE: f64 = 34.0;
/// From a country or its dot to a name beside it.
const ASIDE: f64 = 7.0;

/// A country that may have its name on the map.
pub(super) struct Named {
    pub country: Country,
    /// Where its middle or its dot is.
    pub at: Point,
    /// What its largest part, or its dot, takes up.
    pub land: Area,
    /// True when it is a dot.
    pub dot: bool,
}

impl Named {
    /// True when its name, this wide, has room on its own land, or nearly.
    fn holds_name(&self, wide: f64) -> bool {
        self.land.width() > wide * 0.55 && self.land.height() > SIZE * 1.3
    }
}

/// A place for a name.
struct Spot {
    /// On the baseline.
    at: Point,
    anchor: Anchor,
    /// What the name takes up there.
    area: Area,
}

/// Writes the names that have room in this part of the sheet.
pub(super) fn write(named: &[Named], seen: &[Seen<'_>], within: Area, canvas: &mut Canvas) {
    let within = within.grown(-8.0);
    let wide = |named: &Named| width(&drawable(named.country.name()), SIZE, Weight::SemiBold);
    // No name hides another country that is hardly larger than a name, or stands so near to its dot that it seems to be its.
    let delicate: Vec<(Country, Area)> = named
        .iter()
        .filter(|one| !one.holds_name(wide(one)))
        .map(|one| (one.country, one.land.grown(if one.dot { 6.0 } else { -2.0 })))
        .collect();
    let mut taken: Vec<Area> = Vec::new();
    for one in named {
        let free = |spot: &Spot| {
            within.holds_all(&spot.area)
                && !taken.iter().any(|other| other.overlaps(&spot.area))
                && !delicate
                    .iter()
                    .any(|(other, land)| *other != one.country && land.overlaps(&spot.area))
        };
        let mut spots: Vec<Spot> = spots(one, wide(one)).into_iter().filter(free).collect();
        if !one.holds_name(wide(one)) {
            // Over water a name is read as that of the land beside it; over other land it could be read as that land's.
            spots.sort_by_key(|spot| foreign(spot, one, seen));
        }
        let Some(spot) = spots.into_iter().next() else {
            continue;
        };
        taken.push(spot.area);
        let set = Type {
            rim: Some(canvas.palette.paper),
            ..Type::new(SIZE, canvas.palette.ink).bold().anchored(spot.anchor)
        };
        canvas.text(spot.at, one.country.name(), set);
    }
}

/// Where a name of this width may stand, best first.
fn spots(named: &Named, wide: f64) -> Vec<Spot> {
    let (x, y) = named.at;
    let area = |left: f64, baseline: f64| Area {
        left: left - 4.0,
        top: SIZE.mul_add(-0.78, baseline),
        right: left + wide + 4.0,
        bottom: SIZE.mul_add(0.24, baseline),
    };
    let middle = |baseline: f64| Spot {
        at: (x, baseline),
        anchor: Anchor::Middle,
        area: area(x - wide / 2.0, baseline),
    };
    let level = SIZE.mul_add(0.27, y);
    if named.holds_name(wide) {
        let steps = [0.0, -0.7, 0.7];
        return steps.map(|step| middle(SIZE.mul_add(step, level))).into();
    }
    let (left, right) = (named.land.left - ASIDE, named.land.right + ASIDE);
    vec![
        Spot {
            at: (right, level),
            anchor: Anchor::Start,
            area: area(right, level),
        },
        Spot {
            at: (left, level),
            anchor: Anchor::End,
            area: area(left - wide, level),
        },
        middle(named.land.top - ASIDE),
        middle(SIZE.mul_add(0.75, named.land.bottom + ASIDE)),
    ]
}

/// How many of three points of a name are on the land of other countries.
fn foreign(spot: &Spot, named: &Named, seen: &[Seen<'_>]) -> usize {
    let (_, y) = spot.area.middle();
    let part = |share: f64| (spot.area.width().mul_add(share, spot.area.left), y);
    let points = [part(0.1), part(0.5), part(0.9)];
    let on = |point: &&Point| {
        let others = seen.iter().filter(|seen| seen.shape.country != Some(named.country));
        others.flat_map(|seen| &seen.rings).any(|ring| inside(ring, **point))
    };
    points.iter().filter(on).count()
}
