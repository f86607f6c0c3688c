//! Pictures as readers see them: where the words stand, what is shaded, what the files are.

use std::sync::Arc;

use dateline::places::Country;
use dateline::render::picture::{Theme, png, svg};
use dateline::reply::{Bar, Chart, Drawing, Map};
use proptest::prelude::*;
use resvg::usvg;

const EUROPE: &str = "AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GL GR HR HU IE IS IT LT LU LV MC MD ME MK MT NL NO PL PT RO \
                      RS RU SE SI SJ SK SM TR UA VA XK";
const OCEANIA: &str = "AQ AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS";

fn country(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

fn map(frame: &str, counts: &[(&str, usize)]) -> Map {
    Map {
        title: "Somewhere".to_owned(),
        subtitle: "Tuesday 6 January 2026 · 24 stories".to_owned(),
        frame: frame.split_whitespace().map(country).collect(),
        counts: counts.iter().map(|(code, count)| (country(code), *count)).collect(),
        unit: "stories".to_owned(),
    }
}

fn chart(values: impl IntoIterator<Item = usize>) -> Chart {
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    Chart {
        title: "Somewhere".to_owned(),
        subtitle: "Articles a day".to_owned(),
        bars: values
            .into_iter()
            .enumerate()
            .map(|(day, value)| Bar {
                label: format!("{} {}", day % 28 + 1, months[day / 28 % 12]),
                value,
            })
            .collect(),
    }
}

/// A text as it stands in a picture: left, top, right and bottom of its letters.
struct Word {
    text: String,
    edges: [f32; 4],
}

impl Word {
    fn overlaps(&self, other: &Self) -> bool {
        let ([a, b, c, d], [e, f, g, h]) = (self.edges, other.edges);
        a < g && e < c && b < h && f < d
    }
}

/// The texts of a picture, measured with the font that it is drawn with.
fn words(svg: &str) -> Vec<Word> {
    fn walk(group: &usvg::Group, found: &mut Vec<Word>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => walk(group, found),
                usvg::Node::Text(text) => {
                    let line = text.abs_bounding_box();
                    // A line is higher than its letters by a third: from the tops of capitals to the ends of a "g".
                    let (top, bottom) = (line.top() + line.height() * 0.2, line.bottom() - line.height() * 0.14);
                    found.push(Word {
                        text: text.chunks().iter().map(usvg::TextChunk::text).collect(),
                        edges: [line.left(), top, line.right(), bottom],
                    });
                }
                _ => {}
            }
        }
    }
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(include_bytes!("../../src/render/picture/regular.ttf").to_vec());
    fonts.load_font_data(include_bytes!("../../src/render/picture/semibold.ttf").to_vec());
    let options = usvg::Options {
        fontdb: Arc::new(fonts),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(svg, &options).unwrap();
    let mut found = Vec::new();
    walk(tree.root(), &mut found);
    found
}

fn assert_readable(svg: &str) {
    let words = words(svg);
    for (index, word) in words.iter().enumerate() {
        let [left, top, right, bottom] = word.edges;
        assert!(
            left >= 0.0 && top >= 0.0 && right <= 1280.0 && bottom <= 960.0,
            "{:?} leaves the sheet: {:?}",
            word.text,
            word.edges
        );
        for other in &words[..index] {
            assert!(!word.overlaps(other), "{:?} lies over {:?}", word.text, other.text);
        }
    }
}

fn texts(svg: &str) -> Vec<String> {
    words(svg).into_iter().map(|word| word.text).collect()
}

/// The outlines and dots in a colour, without chips, which are rectangles.
fn painted<'a>(svg: &'a str, colour: &str) -> Vec<&'a str> {
    let fill = format!("fill=\"{colour}\"");
    svg.split('<')
        .filter(|element| element.starts_with("path") || element.starts_with("circle"))
        .filter(|element| element.contains(&fill))
        .collect()
}

/// The light theme's shades, from few to many.
const SHADES: &[&str] = &["#fbb877", "#f58634", "#d5520c", "#8f2d04"];
/// The colour of a country that is the only one with news.
const ALONE: &str = SHADES[1];

#[test]
fn every_country_is_seen_on_a_map_of_its_own() {
    for one in Country::all() {
        let drawn = svg(&Drawing::Map(map(one.code(), &[(one.code(), 1)])), Theme::Light);
        assert!(!painted(&drawn, ALONE).is_empty(), "{} is not seen", one.name());
        assert!(!drawn.contains("not on this map"), "{} is off its own map", one.name());
    }
}

#[test]
fn every_country_is_seen_on_a_map_of_the_world() {
    let all: Vec<Country> = Country::all().collect();
    for some in all.chunks(4) {
        // Four numbers have four colours.
        let mut drawn = map("", &[]);
        drawn.counts = some.iter().copied().zip(1..).collect();
        let svg = svg(&Drawing::Map(drawn), Theme::Light);
        for (one, colour) in some.iter().zip(if some.len() == 4 { SHADES } else { &SHADES[1..] }) {
            assert!(!painted(&svg, colour).is_empty(), "{} is not seen", one.name());
        }
        assert!(!svg.contains("not on this map"), "{some:?}");
    }
}

#[test]
fn the_smallest_country_changes_pixels_of_the_world_in_both_themes() {
    for theme in [Theme::Light, Theme::Dark] {
        let with = png(&Drawing::Map(map("", &[("TV", 1), ("BR", 1)])), theme).unwrap();
        let without = png(&Drawing::Map(map("", &[("BR", 1)])), theme).unwrap();
        let pixels = |file: &[u8]| resvg::tiny_skia::Pixmap::decode_png(file).unwrap();
        let (with, without) = (pixels(&with), pixels(&without));
        // Above the list and right of Australia.
        let changed = (1000..1280)
            .flat_map(|x| (300..600).map(move |y| (x, y)))
            .filter(|(x, y)| with.pixel(*x, *y) != without.pixel(*x, *y))
            .count();
        assert!(changed > 200, "{changed} pixels");
    }
}

#[test]
fn a_map_of_europe_does_not_reach_to_french_guiana() {
    let europe = svg(&Drawing::Map(map(EUROPE, &[("FR", 1)])), Theme::Light);
    let with_guiana = svg(&Drawing::Map(map(EUROPE, &[("FR", 1), ("GF", 1)])), Theme::Light);
    assert_eq!(painted(&europe, ALONE), painted(&with_guiana, ALONE));
    assert!(!texts(&europe).contains(&"not on this map".to_owned()));
    assert!(texts(&with_guiana).contains(&"not on this map".to_owned()));
    assert!(texts(&with_guiana).contains(&"French Guiana".to_owned()));
}

#[test]
fn the_pacific_is_not_torn_apart_at_the_date_line() {
    let counts = [("AU", 1), ("NZ", 1), ("FJ", 1), ("WS", 1), ("PF", 1)];
    let drawn = svg(&Drawing::Map(map(OCEANIA, &counts)), Theme::Light);
    let words = words(&drawn);
    let places: Vec<f32> = ["Australia", "Fiji", "Samoa", "French Polynesia"]
        .iter()
        .map(|name| words.iter().find(|word| word.text == *name).unwrap().edges[0])
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert_readable(&drawn);
}

#[test]
fn the_legend_names_each_shade_and_the_list_each_country() {
    let counts = [("UA", 12), ("RU", 9), ("FR", 4), ("MT", 2), ("GB", 1), ("FI", 0)];
    let drawn = svg(&Drawing::Map(map(EUROPE, &counts)), Theme::Dark);
    insta::assert_snapshot!(texts(&drawn).join(" | "), @"Ukraine | Russia | France | Malta | United Kingdom | Somewhere | Tuesday 6 January 2026 · 24 stories | Ukraine | 12 | Russia | 9 | France | 4 | Malta | 2 | United Kingdom | 1 | Made with Natural Earth | stories | 1 | 2–3 | 4–6 | 7–12");
    assert_readable(&drawn);
}

#[test]
fn of_many_countries_the_list_says_how_many_more_there_are() {
    let counts: Vec<(&str, usize)> = Country::all().map(|country| (country.code(), 1)).collect();
    let drawn = svg(&Drawing::Map(map("", &counts)), Theme::Light);
    assert!(
        texts(&drawn).contains(&"and 245 more".to_owned()),
        "{:?}",
        texts(&drawn)
    );
    assert_readable(&drawn);
}

#[test]
fn a_map_without_news_and_a_chart_without_days_are_drawn() {
    assert_readable(&svg(&Drawing::Map(map("FR", &[])), Theme::Light));
    assert_readable(&svg(&Drawing::Chart(chart([])), Theme::Light));
    assert_readable(&svg(&Drawing::Chart(chart([0; 7])), Theme::Light));
}

#[test]
fn a_hostile_title_stays_text() {
    let title = "<script>alert(\"x\")</script> &amp; 'Q'\u{7}\u{0}\u{202e} ]]>";
    let mut map = map("FR", &[("FR", 1)]);
    map.title = title.to_owned();
    map.unit = "<b>".to_owned();
    let mut chart = chart([1]);
    chart.subtitle = title.to_owned();
    chart.bars[0].label = "<i>".to_owned();
    for drawing in [Drawing::Map(map), Drawing::Chart(chart)] {
        let drawn = svg(&drawing, Theme::Light);
        assert!(!drawn.contains("<script") && !drawn.contains("<b>") && !drawn.contains("<i>"));
        assert!(!drawn.contains(['\u{7}', '\u{0}', '\u{202e}']));
        assert!(texts(&drawn).contains(&"<script>alert(\"x\")</script> &amp; 'Q' ]]>".to_owned()));
        png(&drawing, Theme::Light).unwrap();
    }
}

#[test]
fn a_long_title_is_shortened_and_letters_that_cannot_be_drawn_are_left_out() {
    let mut map = map("FR", &[("FR", 1)]);
    map.title = "Long title ".repeat(20);
    map.subtitle = "W".repeat(200);
    let drawn = svg(&Drawing::Map(map.clone()), Theme::Light);
    assert!(
        texts(&drawn)[0].starts_with("France")
            || texts(&drawn)
                .iter()
                .any(|text| text.starts_with("Long title") && text.ends_with('…'))
    );
    assert_readable(&drawn);
    map.title = "Łódź, Αθήνα, Київ, ǎ, 東京, 🌍 News".to_owned();
    let drawn = svg(&Drawing::Map(map), Theme::Light);
    assert!(
        texts(&drawn).contains(&"Łódź, Αθήνα, Київ, a, , News".to_owned()),
        "{:?}",
        texts(&drawn)
    );
}

#[test]
fn the_labels_of_a_leap_year_of_days_stand_apart() {
    let drawn = svg(&Drawing::Chart(chart((0..366).map(|day| day * 37 % 141))), Theme::Light);
    insta::assert_snapshot!(texts(&drawn).join(" | "), @"Somewhere | Articles a day | 0 | 50 | 100 | 150 | 140 | 2 Feb | 8 Dec | 14 Oct | 20 Aug | 26 Jun | 4 May | 10 Mar | 16 Jan");
    assert_readable(&drawn);
}

#[test]
fn the_same_drawing_gives_the_same_small_file_of_the_size_that_is_promised() {
    let counts = [
        ("US", 31),
        ("VE", 22),
        ("CN", 14),
        ("RU", 12),
        ("FR", 6),
        ("IN", 5),
        ("BR", 3),
        ("NG", 2),
        ("AU", 1),
    ];
    for drawing in [
        Drawing::Map(map("", &counts)),
        Drawing::Map(map(EUROPE, &counts)),
        Drawing::Chart(chart((0..366).map(|day| day * 37 % 141))),
    ] {
        let [light, again] = [Theme::Light; 2].map(|theme| png(&drawing, theme).unwrap());
        let dark = png(&drawing, Theme::Dark).unwrap();
        assert_eq!(light, again);
        assert_ne!(light, dark);
        for file in [light, dark] {
            assert!(file.len() < 300_000, "{} bytes", file.len());
            assert_eq!(&file[16..24], [0, 0, 5, 0, 0, 0, 3, 192], "1280 by 960");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_chart_has_words_over_words(
        bars in proptest::collection::vec((".{0,12}", prop_oneof![0usize..9, any::<usize>()]), 0..80),
        title in ".{0,200}",
    ) {
        let bars = bars.into_iter().map(|(label, value)| Bar { label, value }).collect();
        let chart = Chart { title, subtitle: "Articles a day".to_owned(), bars };
        assert_readable(&svg(&Drawing::Chart(chart), Theme::Light));
    }

    #[test]
    fn no_map_has_names_over_names(
        codes in proptest::collection::vec((0usize..250, 1usize..40), 0..12),
        framed in proptest::collection::vec(0usize..250, 0..4),
    ) {
        let all: Vec<Country> = Country::all().collect();
        let mut drawn = map("", &[]);
        drawn.frame = framed.into_iter().map(|index| all[index]).collect();
        drawn.counts = codes.into_iter().map(|(index, count)| (all[index], count)).collect();
        drawn.counts.sort();
        drawn.counts.dedup_by_key(|(country, _)| *country);
        assert_readable(&svg(&Drawing::Map(drawn), Theme::Dark));
    }
}
