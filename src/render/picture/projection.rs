//! The globe made flat, both ways with true areas, so that no country looks larger than it is.

use super::canvas::Area;
use super::clip::cut;
use super::shapes::Place;

/// A point of the flat map: globe radii to the right and down from its middle.
pub(super) type Flat = (f64, f64);

/// The meridian in the middle of a map of the world: the map's edges then run through the Bering Strait.
const WORLD_MIDDLE: f64 = 11.0;

/// A way to make the globe flat.
#[derive(Clone, Copy, Debug)]
pub(super) enum Projection {
    /// The whole world: Equal Earth (Šavrič, Patterson and Jenny, 2018).
    World,
    /// A part of it, seen from above its middle: Lambert's azimuthal equal-area projection. 180 degrees east is to it a
    /// meridian like any other.
    Above(Place),
}

impl Projection {
    /// Where a place is on the flat map.
    pub fn flat(&self, (east, north): Place) -> Flat {
        match self {
            Self::World => {
                let mut east = east - WORLD_MIDDLE;
                if east > 180.0 {
                    east -= 360.0;
                } else if east < -180.0 {
                    east += 360.0;
                }
                equal_earth(east, north)
            }
            Self::Above(middle) => {
                let (lat, mid) = (north.to_radians(), middle.1.to_radians());
                let turn = (east - middle.0).to_radians();
                let cos = mid.sin().mul_add(lat.sin(), mid.cos() * lat.cos() * turn.cos());
                // At the antipode, which has no place, this is large and still a number.
                let scale = (2.0 / (1.0 + cos).max(1e-9)).sqrt();
                (
                    scale * lat.cos() * turn.sin(),
                    -scale * mid.cos().mul_add(lat.sin(), -(mid.sin() * lat.cos() * turn.cos())),
                )
            }
        }
    }

    /// The place at a point of the flat map seen from above `middle`.
    pub fn place(middle: Place, (x, y): Flat) -> Place {
        let far = x.hypot(y);
        if far < 1e-12 {
            return middle;
        }
        let angle = 2.0 * (far / 2.0).min(1.0).asin();
        let mid = middle.1.to_radians();
        let north = angle
            .cos()
            .mul_add(mid.sin(), -y * angle.sin() * mid.cos() / far)
            .clamp(-1.0, 1.0)
            .asin();
        let east = (x * angle.sin()).atan2(far.mul_add(mid.cos() * angle.cos(), y * mid.sin() * angle.sin()));
        (middle.0 + east.to_degrees(), north.to_degrees())
    }

    /// A ring on the flat map: in pieces, where the edge of the world cuts it; none, where it is farther from the middle than
    /// `reach` (radians), where it would be spread out of all shape.
    pub fn rings(&self, ring: &[Place], reach: f64) -> Vec<Vec<Flat>> {
        match self {
            Self::World => [-360.0, 0.0, 360.0]
                .into_iter()
                .map(|turn| {
                    let turned: Vec<Place> = ring.iter().map(|(x, y)| (x - WORLD_MIDDLE + turn, *y)).collect();
                    let west = cut(&turned, |(x, _)| x + 180.0);
                    let inside = cut(&west, |(x, _)| 180.0 - x);
                    inside.into_iter().map(|(x, y)| equal_earth(x, y)).collect::<Vec<_>>()
                })
                .filter(|piece| !piece.is_empty())
                .collect(),
            Self::Above(middle) if ring.iter().any(|place| apart(*middle, *place) <= reach) => {
                vec![ring.iter().map(|place| self.flat(*place)).collect()]
            }
            Self::Above(_) => Vec::new(),
        }
    }

    /// How far from the middle (radians) the farthest corner of an area of the flat map is.
    pub fn reach(area: Area) -> f64 {
        let far = area.left.abs().max(area.right).hypot(area.top.abs().max(area.bottom));
        2.0 * (far / 2.0).min(1.0).asin()
    }
}

fn equal_earth(east: f64, north: f64) -> Flat {
    // The published polynomial.
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let root = 3f64.sqrt();
    let t = (root / 2.0 * north.to_radians().sin()).asin();
    let (t2, t6) = (t * t, t.powi(6));
    let [a, b, c, d] = A;
    let slope = t6.mul_add(7f64.mul_add(c, 9.0 * d * t2), 3f64.mul_add(b * t2, a));
    let x = 2.0 * root * east.to_radians() * t.cos() / (3.0 * slope);
    (x, -t * t6.mul_add(d.mul_add(t2, c), b.mul_add(t2, a)))
}

/// The angle between two places, in radians.
pub(super) fn apart(a: Place, b: Place) -> f64 {
    let (south, north) = (a.1.to_radians(), b.1.to_radians());
    let turn = (b.0 - a.0).to_radians();
    south
        .sin()
        .mul_add(north.sin(), south.cos() * north.cos() * turn.cos())
        .clamp(-1.0, 1.0)
        .acos()
}
