//! Cutting polygons at the edge of a map (Sutherland and Hodgman's way: one edge after the other).

use super::canvas::{Area, Point};

/// The part of a polygon inside an area; empty if there is none.
pub(super) fn clipped(ring: &[Point], area: Area) -> Vec<Point> {
    let ring = cut(ring, |(x, _)| x - area.left);
    let ring = cut(&ring, |(x, _)| area.right - x);
    let ring = cut(&ring, |(_, y)| y - area.top);
    cut(&ring, |(_, y)| area.bottom - y)
}

/// The part of a polygon where `depth` is not negative; `depth` is linear.
pub(super) fn cut(ring: &[Point], depth: impl Fn(Point) -> f64) -> Vec<Point> {
    if ring.iter().all(|&point| depth(point) >= 0.0) {
        return ring.to_vec();
    }
    let mut kept = Vec::with_capacity(ring.len() + 4);
    let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
    for (&from, &to) in before.zip(ring) {
        let (start, end) = (depth(from), depth(to));
        if (start < 0.0) != (end < 0.0) {
            let part = start / (start - end);
            kept.push((
                (to.0 - from.0).mul_add(part, from.0),
                (to.1 - from.1).mul_add(part, from.1),
            ));
        }
        if end >= 0.0 {
            kept.push(to);
        }
    }
    kept
}

/// How large a polygon is.
pub(super) fn size(ring: &[Point]) -> f64 {
    twice(ring).abs() / 2.0
}

/// A polygon's centre of mass.
pub(super) fn centre(ring: &[Point]) -> Option<Point> {
    let twice = twice(ring);
    if twice.abs() < 1.0 {
        return None;
    }
    let (mut x, mut y) = (0.0, 0.0);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let cross = a.0.mul_add(b.1, -(b.0 * a.1));
        x += (a.0 + b.0) * cross;
        y += (a.1 + b.1) * cross;
    }
    Some((x / (3.0 * twice), y / (3.0 * twice)))
}

/// True when a point is inside a polygon.
pub(super) fn inside(ring: &[Point], (x, y): Point) -> bool {
    let crossed = ring
        .iter()
        .zip(ring.iter().cycle().skip(1))
        .filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < ((b.0 - a.0) * (y - a.1) / (b.1 - a.1)) + a.0);
    crossed.count() % 2 == 1
}

fn twice(ring: &[Point]) -> f64 {
    ring.iter()
        .zip(ring.iter().cycle().skip(1))
        .map(|(a, b)| a.0.mul_add(b.1, -(b.0 * a.1)))
        .sum()
}
