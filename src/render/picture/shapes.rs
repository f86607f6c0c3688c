//! The outlines of the countries, from shapes.tsv, which generate.py makes.

use crate::places::Country;

/// A place on the globe: degrees east and north. East may exceed 180 where a country lies on both sides of it.
pub(super) type Place = (f64, f64);

/// What is known of a country's shape.
pub(super) struct Shape {
    /// None for land of no country.
    pub country: Option<Country>,
    /// True when a map of its region need not show it.
    pub remote: bool,
    /// Where its dot or its name belongs.
    pub point: Place,
    /// West, south, east, north of what a map of its region shows of it.
    heart: [f64; 4],
    /// Its outlines, the largest first; one inside another is a hole. Empty for the smallest countries.
    pub rings: Vec<Vec<Place>>,
}

impl Shape {
    /// The points that a map of its region must hold.
    pub fn heart(&self) -> Vec<Place> {
        let [west, south, east, north] = self.heart;
        let inside = |&(x, y): &Place| x >= west && x <= east && y >= south && y <= north;
        let mut points: Vec<Place> = self.rings.iter().flatten().copied().filter(inside).collect();
        points.push(self.point);
        points
    }

    /// The points of its main parts, however far apart.
    pub fn whole(&self) -> Vec<Place> {
        let largest = self.rings.first().map_or(0.0, |ring| extent(ring));
        let main = self.rings.iter().filter(|ring| extent(ring) * 7.0 > largest);
        main.flatten().copied().chain([self.point]).collect()
    }
}

/// How large a ring is, in square degrees as they are at the equator.
fn extent(ring: &[Place]) -> f64 {
    let twice: f64 = ring
        .iter()
        .zip(ring.iter().cycle().skip(1))
        .map(|(a, b)| a.0.mul_add(b.1, -(b.0 * a.1)))
        .sum();
    let north = ring.iter().map(|point| point.1).sum::<f64>() / ring.len().max(1) as f64;
    twice.abs() / 2.0 * north.to_radians().cos()
}

/// Every shape, by country. Read anew for each picture: it takes about a millisecond, and nothing is kept.
pub(super) fn all() -> Vec<Shape> {
    include_str!("shapes.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(shape)
        .collect()
}

fn shape(line: &str) -> Option<Shape> {
    let mut cells = line.split('\t');
    let country = Country::from_code(cells.next()?);
    let remote = cells.next()? == "remote";
    let numbers: Vec<f64> = cells.next()?.split(' ').filter_map(|cell| cell.parse().ok()).collect();
    let [east, north, heart @ ..] = numbers.as_slice() else {
        return None;
    };
    Some(Shape {
        country,
        remote,
        point: (*east, *north),
        heart: heart.try_into().ok()?,
        rings: cells.next()?.split_whitespace().map(ring).collect(),
    })
}

/// A ring from an encoded polyline: steps of hundredths of a degree, each number in digits of five bits, low ones first.
fn ring(text: &str) -> Vec<Place> {
    let mut numbers = Vec::with_capacity(text.len() / 2);
    let (mut number, mut shift) = (0i32, 0);
    for byte in text.bytes() {
        let digit = i32::from(byte) - 63;
        number |= (digit & 31) << shift;
        shift += 5;
        if digit & 32 == 0 {
            numbers.push(if number & 1 == 1 { !(number >> 1) } else { number >> 1 });
            (number, shift) = (0, 0);
        }
    }
    let (mut east, mut north) = (0, 0);
    numbers
        .chunks_exact(2)
        .map(|step| {
            if let [dx, dy] = step {
                east += dx;
                north += dy;
            }
            (f64::from(east) / 100.0, f64::from(north) / 100.0)
        })
        .collect()
}
