//! Where the parts of a map card stand: the map, the list of countries, the legend.

use super::canvas::{Area, HEADER, HEIGHT, MARGIN, WIDTH};
use super::letters::{Weight, width};
use super::view::View;

/// The size of the letters of the list.
pub(super) const ITEM: f64 = 40.0;
/// From one line of the list to the next.
pub(super) const LINE: f64 = 54.0;
/// From the left edge of a line's chip to its name.
pub(super) const CHIP: f64 = 44.0;
/// Where the strip with the legend begins.
pub(super) const STRIP: f64 = HEIGHT - 72.0;

const GAP: f64 = 36.0;
/// How wide the list is beside a tall map.
const BESIDE: f64 = 400.0;
/// How many lines a list below a wide map has at most: the map keeps more than half of the sheet.
const LINES_BELOW: usize = 3;

/// Where the parts stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub map: Area,
    pub list: Area,
    /// Into how many columns the list is set.
    pub columns: usize,
    /// How many lines each column has.
    pub lines: usize,
}

impl Layout {
    /// The layout in which the view is largest: with the list of these lines below the map or, if the view is tall, beside it.
    pub fn of(view: &View, lines: &[String]) -> Self {
        let (below, beside) = (Self::below(lines), Self::beside(lines.len()));
        let scale = |layout: &Self| view.placed(layout.middle()).scale;
        // A map over the full width is the calmer one.
        if scale(&beside) > scale(&below) * 1.1 {
            beside
        } else {
            below
        }
    }

    /// The part of the map that the view is fitted into.
    pub fn middle(&self) -> Area {
        self.map.grown(-28.0)
    }

    /// How wide a column is.
    pub fn column(&self) -> f64 {
        let columns = self.columns.max(1) as f64;
        GAP.mul_add(-(columns - 1.0), self.list.width()) / columns
    }

    /// Where line `index` of the list begins: the left and the upper edge.
    pub fn place(&self, index: usize) -> (f64, f64) {
        let (column, line) = (index / self.lines.max(1), index % self.lines.max(1));
        (
            (self.column() + GAP).mul_add(column as f64, self.list.left),
            LINE.mul_add(line as f64, self.list.top),
        )
    }

    /// How many lines the list has room for.
    pub fn room(&self) -> usize {
        self.columns * self.lines
    }

    fn below(lines: &[String]) -> Self {
        let full = Area {
            left: MARGIN,
            top: STRIP,
            right: WIDTH - MARGIN,
            bottom: STRIP,
        };
        let of_columns = |columns: usize| {
            let count = lines.len().div_ceil(columns).min(LINES_BELOW);
            let top = LINE.mul_add(-(count as f64), STRIP);
            Self {
                map: Area {
                    left: 0.0,
                    top: HEADER,
                    right: WIDTH,
                    bottom: if count == 0 { top } else { top - 16.0 },
                },
                list: Area { top, ..full },
                columns,
                lines: count,
            }
        };
        let three = of_columns(3);
        let fits = |line: &String| width(line, ITEM, Weight::SemiBold) + CHIP <= three.column();
        if lines.iter().take(three.room()).all(fits) {
            three
        } else {
            of_columns(2)
        }
    }

    fn beside(lines: usize) -> Self {
        let map = Area {
            left: 0.0,
            top: HEADER,
            right: WIDTH - MARGIN - BESIDE - GAP,
            bottom: STRIP,
        };
        let list = Area {
            left: WIDTH - MARGIN - BESIDE,
            top: HEADER,
            right: WIDTH - MARGIN,
            bottom: STRIP,
        };
        let most = (list.height() / LINE).floor() as usize;
        Self {
            map,
            list,
            columns: 1,
            lines: lines.min(most),
        }
    }
}
