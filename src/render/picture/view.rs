//! Which part of the world a map shows.

use std::collections::BTreeSet;

use super::canvas::{Area, Point};
use super::projection::{Flat, Projection, apart};
use super::shapes::{Place, Shape};
use crate::places::Country;

/// A region that reaches farther than this from its middle (radians; 62 degrees) is shown on a map of the world.
const FARTHEST: f64 = 1.08;
/// The least that a map shows (radians; 5 degrees from top to bottom): the outlines are not made for less.
const LEAST: f64 = 0.09;
/// By how much a map may grow, as a factor, to show a country that is not of its region.
const GUEST: f64 = 1.2;

/// A part of the world.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub projection: Projection,
    /// What is to be seen, on the flat map.
    flat: Area,
}

impl View {
    /// The part of the world that holds the countries of `frame`, but for remote ones, and those of `shaded` that do not
    /// make it much larger. The world when `frame` is empty or spread over it.
    pub fn of(shapes: &[Shape], frame: &[Country], shaded: &[Country]) -> Self {
        let world = Self::world(shapes, shaded);
        let framed: BTreeSet<Country> = frame.iter().copied().collect();
        let members = || {
            let member = |shape: &&Shape| shape.country.is_some_and(|country| framed.contains(&country));
            shapes.iter().filter(member)
        };
        let all_remote = members().all(|shape| shape.remote);
        let alone = framed.len() == 1;
        let mut held: Vec<Place> = members()
            .filter(|shape| all_remote || !shape.remote)
            .flat_map(|shape| if alone { shape.whole() } else { shape.heart() })
            .collect();
        let Some(mut view) = Self::around(&held) else {
            return world;
        };
        for country in shaded {
            let Some(shape) = shapes.iter().find(|shape| shape.country == Some(*country)) else {
                continue;
            };
            let member = framed.contains(country) && !shape.remote;
            if member {
                continue;
            }
            for more in [shape.heart(), vec![shape.point]] {
                let together = [held.as_slice(), &more].concat();
                if let Some(larger) = Self::around(&together).filter(|larger| larger.span() <= view.span() * GUEST) {
                    held = together;
                    view = larger;
                    break;
                }
            }
        }
        view
    }

    /// The world, without Antarctica unless there is news of it.
    fn world(shapes: &[Shape], shaded: &[Country]) -> Self {
        let south = shapes
            .iter()
            .filter(|shape| shape.country.is_some_and(|country| shaded.contains(&country)))
            .map(|shape| shape.point.1)
            .fold(-56.0, f64::min);
        let south = if south < -60.0 { -89.0 } else { south };
        let projection = Projection::World;
        let flat = Area {
            left: projection.flat((-168.9, 0.0)).0,
            right: projection.flat((190.9, 0.0)).0,
            top: projection.flat((11.0, 80.0)).1,
            bottom: projection.flat((11.0, south)).1,
        };
        Self { projection, flat }
    }

    /// The view from above these places that holds them all; none if there are none or they are all over the world.
    fn around(places: &[Place]) -> Option<Self> {
        let mut middle = mean(places)?;
        let mut flat = bounds(places, middle)?;
        // The middle of what is seen moves as the globe is turned; after three turns it stays.
        for _ in 0..3 {
            if places.iter().any(|place| apart(middle, *place) > FARTHEST * 1.6) {
                return None;
            }
            middle = Projection::place(middle, flat.middle());
            flat = bounds(places, middle)?;
        }
        if places.iter().any(|place| apart(middle, *place) > FARTHEST) {
            return None;
        }
        let (x, y) = flat.middle();
        let (wide, high) = (flat.width().max(LEAST), flat.height().max(LEAST));
        Some(Self {
            projection: Projection::Above(middle),
            flat: Area {
                left: x - wide / 2.0,
                right: x + wide / 2.0,
                top: y - high / 2.0,
                bottom: y + high / 2.0,
            },
        })
    }

    fn span(&self) -> f64 {
        self.flat.width().max(self.flat.height())
    }

    /// How the view lies on a part of the sheet, as large as it goes.
    pub fn placed(&self, on: Area) -> Placed {
        let scale = (on.width() / self.flat.width()).min(on.height() / self.flat.height());
        let ((x, y), (a, b)) = (on.middle(), self.flat.middle());
        Placed {
            projection: self.projection,
            scale,
            shift: (a.mul_add(-scale, x), b.mul_add(-scale, y)),
        }
    }
}

/// A view on the sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    projection: Projection,
    /// Pixels for a globe radius.
    pub scale: f64,
    shift: Point,
}

impl Placed {
    /// Where a place is on the sheet.
    pub fn point(&self, place: Place) -> Point {
        self.on_sheet(self.projection.flat(place))
    }

    /// A ring on the sheet, as far as it may be seen in this part of the sheet.
    pub fn rings(&self, ring: &[Place], within: Area) -> Vec<Vec<Point>> {
        let pieces = self.projection.rings(ring, self.reach(within));
        pieces
            .into_iter()
            .map(|piece| piece.into_iter().map(|flat| self.on_sheet(flat)).collect())
            .collect()
    }

    /// The lines of latitude and longitude in this part of the sheet, each in pieces.
    pub fn grid(&self, within: Area) -> Vec<Vec<Point>> {
        let reach = self.reach(within);
        let (middle, step) = match self.projection {
            Projection::World => (None, 30),
            Projection::Above(middle) if reach > 0.7 => (Some(middle), 20),
            Projection::Above(middle) if reach > 0.25 => (Some(middle), 10),
            Projection::Above(middle) => (Some(middle), 5),
        };
        let meridians = (-180..180).step_by(step).map(|east| {
            (-80..=80)
                .step_by(1)
                .map(|north| (f64::from(east), f64::from(north)))
                .collect()
        });
        let parallels = (-80..=80).step_by(step).map(|north| {
            (-169..=190)
                .step_by(1)
                .map(|east| (f64::from(east), f64::from(north)))
                .collect()
        });
        let lines: Vec<Vec<Place>> = meridians.chain(parallels).collect();
        let near = within.grown(40.0);
        let seen = |place: &Place| {
            middle.is_none_or(|middle| apart(middle, *place) < reach + 0.1) && near.holds(self.point(*place))
        };
        lines
            .iter()
            .flat_map(|line| line.split(|place| !seen(place)))
            .filter(|piece| piece.len() > 1)
            .map(|piece| piece.iter().map(|place| self.point(*place)).collect())
            .collect()
    }

    fn reach(&self, within: Area) -> f64 {
        let flat = |(x, y): Point| ((x - self.shift.0) / self.scale, (y - self.shift.1) / self.scale);
        let (left, top) = flat((within.left, within.top));
        let (right, bottom) = flat((within.right, within.bottom));
        Projection::reach(Area {
            left,
            top,
            right,
            bottom,
        })
    }

    fn on_sheet(&self, (x, y): Flat) -> Point {
        (x.mul_add(self.scale, self.shift.0), y.mul_add(self.scale, self.shift.1))
    }
}

/// The middle of places on the globe, in the direction of their sum.
fn mean(places: &[Place]) -> Option<Place> {
    let mut sum = [0.0; 3];
    for (east, north) in places {
        let (east, north) = (east.to_radians(), north.to_radians());
        let [x, y, z] = &mut sum;
        *x += north.cos() * east.cos();
        *y += north.cos() * east.sin();
        *z += north.sin();
    }
    let [x, y, z] = sum;
    let flat = x.hypot(y);
    (flat.hypot(z) > 1e-9).then(|| (y.atan2(x).to_degrees(), z.atan2(flat).to_degrees()))
}

fn bounds(places: &[Place], middle: Place) -> Option<Area> {
    let projection = Projection::Above(middle);
    let flat: Vec<Flat> = places.iter().map(|place| projection.flat(*place)).collect();
    Area::of(&flat)
}
