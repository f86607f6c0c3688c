//! The chart: a bar for each day or week over an axis of round numbers.

use super::canvas::{Anchor, Area, Canvas, HEADER, HEIGHT, MARGIN, Type, WIDTH};
use super::letters::{Weight, fitted, width};
use crate::reply::{Bar, Chart};

/// The size of the letters of the axes.
const AXIS: f64 = 36.0;
/// The least space between two labels below the bars.
const GAP: f64 = 30.0;
/// How wide a label below the bars is at most.
const LABEL: f64 = 300.0;
/// How wide a bar is at most.
const WIDEST: f64 = 120.0;
/// How high the stump of a bar of nothing is: the day was looked at.
const STUMP: f64 = 3.0;

/// Draws a chart.
pub(super) fn draw(chart: &Chart, canvas: &mut Canvas) {
    canvas.header(&chart.title, &chart.subtitle);
    let largest = chart.bars.iter().map(|bar| bar.value).max().unwrap_or(0);
    let ticks = ticks(largest);
    let top = ticks.last().copied().unwrap_or(0).max(1);
    let numbers = ticks
        .iter()
        .map(|tick| width(&tick.to_string(), AXIS, Weight::Regular))
        .fold(0.0, f64::max);
    let plot = Area {
        left: MARGIN + numbers + 18.0,
        top: HEADER + 60.0,
        right: WIDTH - MARGIN,
        bottom: HEIGHT - 104.0,
    };
    let height = |value: usize| plot.height() * value as f64 / top as f64;
    let palette = canvas.palette;
    for tick in &ticks {
        let y = plot.bottom - height(*tick);
        let colour = if *tick == 0 { palette.quiet } else { palette.grid };
        canvas.line(&[(plot.left, y), (plot.right, y)], colour, 2.0);
        let set = Type::new(AXIS, palette.quiet).anchored(Anchor::End);
        canvas.text((plot.left - 14.0, y + 12.0), &tick.to_string(), set);
    }
    bars(&chart.bars, largest, plot, height, canvas);
    labels(&chart.bars, plot, canvas);
}

/// Zero and two to five round numbers above it, the last one at or above the largest.
fn ticks(largest: usize) -> Vec<usize> {
    if largest == 0 {
        return vec![0];
    }
    let mut step = 1;
    // 1, 2, 5, 10, 20, 50 …
    while largest.div_ceil(step) > 5 {
        let leading = step / 10usize.pow(step.ilog10());
        step = if leading == 2 {
            step / 2 * 5
        } else {
            step.saturating_mul(2)
        };
    }
    (0..=largest.div_ceil(step))
        .map(|times| step.saturating_mul(times))
        .collect()
}

/// Where the middle of a bar is.
fn middle(index: usize, of: usize, plot: Area) -> f64 {
    plot.width().mul_add((index as f64 + 0.5) / of.max(1) as f64, plot.left)
}

fn bars(bars: &[Bar], largest: usize, plot: Area, height: impl Fn(usize) -> f64, canvas: &mut Canvas) {
    let palette = canvas.palette;
    let slot = plot.width() / bars.len().max(1) as f64;
    let wide = (slot * 0.76).min(WIDEST);
    for (index, bar) in bars.iter().enumerate() {
        let x = middle(index, bars.len(), plot);
        let (high, colour) = match bar.value {
            0 => (STUMP, palette.speck),
            value => (height(value).max(STUMP), palette.bar),
        };
        let area = Area {
            left: x - wide / 2.0,
            top: plot.bottom - high,
            right: x + wide / 2.0,
            bottom: plot.bottom,
        };
        canvas.rectangle(area, colour);
    }
    // The latest of the highest bars says its number.
    let highest = bars.iter().rposition(|bar| bar.value == largest && largest > 0);
    if let Some(index) = highest {
        let words = largest.to_string();
        let half = width(&words, AXIS, Weight::SemiBold) / 2.0;
        let x = middle(index, bars.len(), plot).clamp(plot.left + half, plot.right - half);
        let set = Type {
            rim: Some(palette.paper),
            ..Type::new(AXIS, palette.ink).bold().anchored(Anchor::Middle)
        };
        canvas.text((x, plot.bottom - height(largest) - 14.0), &words, set);
    }
}

/// The labels below the bars: the last one and, back from it, every second, third … so that none touches another.
fn labels(bars: &[Bar], plot: Area, canvas: &mut Canvas) {
    let set = Type::new(AXIS, canvas.palette.quiet);
    let placed: Vec<(f64, String, f64)> = bars
        .iter()
        .enumerate()
        .map(|(index, bar)| {
            let (words, size) = fitted(&bar.label, AXIS, set.weight, LABEL);
            let half = width(&words, size, set.weight) / 2.0;
            // The outermost labels end with the axis.
            let x = middle(index, bars.len(), plot)
                .min(plot.right - half)
                .max(MARGIN + half);
            (x, words, size)
        })
        .collect();
    let every = |step: usize| placed.iter().rev().step_by(step);
    let apart = |step: &usize| {
        every(*step).zip(every(*step).skip(1)).all(|(right, left)| {
            let half = |label: &(f64, String, f64)| width(&label.1, label.2, set.weight) / 2.0;
            left.0 + half(left) + GAP <= right.0 - half(right)
        })
    };
    let step = (1..=placed.len()).find(apart).unwrap_or(1);
    for (x, words, size) in every(step) {
        let set = Type {
            size: *size,
            ..set.anchored(Anchor::Middle)
        };
        canvas.text((*x, plot.bottom + 50.0), words, set);
    }
    // A mark above each label says which bar it is.
    for index in (0..bars.len()).rev().step_by(step) {
        let x = middle(index, bars.len(), plot);
        canvas.line(&[(x, plot.bottom), (x, plot.bottom + 10.0)], canvas.palette.quiet, 2.0);
    }
}
