//! Pictures, looked at as pixels and as text.

use dateline::places::{Country, Regions};
use dateline::render::picture::{Theme, png, svg};
use dateline::reply::{Bar, Chart, Drawing, Map};

#[test]
fn look() {
    let Some(folder) = std::env::var_os("LOOK") else { return };
    let folder = std::path::PathBuf::from(folder);
    let config = std::fs::read_to_string("config/regions.toml").unwrap();
    let _ = Regions::new(Vec::new());
    let table: toml::Table = config.parse().unwrap();
    let get = |id: &str| -> Vec<Country> {
        let mut out = Vec::new();
        for r in table["region"].as_array().unwrap() {
            if r["id"].as_str() == Some(id) {
                for c in r["countries"].as_array().unwrap() {
                    let c = c.as_str().unwrap();
                    match Country::from_code(c) {
                        Some(c) if c.code().len() == 2 => out.push(c),
                        _ => {}
                    }
                }
            }
        }
        out
    };
    let c = |s: &str| -> Vec<(Country, usize)> {
        s.split(' ')
            .filter(|s| !s.is_empty())
            .map(|s| {
                let (a, n) = s.split_once(':').unwrap();
                (Country::from_code(a).unwrap(), n.parse().unwrap())
            })
            .collect()
    };
    let cases = [
        (
            "latin-america",
            "Latin America and the Caribbean",
            "VE:9 BR:5 AR:4 CO:3 MX:2 CU:2 PE:1 TT:1 CL:1 HT:1 DM:1 US:3",
        ),
        (
            "europe",
            "Europe",
            "UA:12 RU:9 DE:5 FR:4 GB:4 PL:3 IT:2 MD:2 NO:1 MT:1 GL:1 VA:1 XK:1 SE:1 CZ:1",
        ),
        ("oceania", "Oceania", "AU:4 NZ:2 FJ:1 PF:1 VU:1 TV:1"),
        (
            "middle-east",
            "Middle East",
            "IR:7 IL:6 PS:5 SA:2 YE:2 QA:1 BH:1 TR:1 SY:3",
        ),
        ("southeast-asia", "Southeast Asia", "PH:4 ID:3 SG:2 MM:2 TH:1 VN:1 TL:1"),
        (
            "world",
            "World",
            "US:31 VE:22 CN:14 RU:12 UA:11 FR:6 IN:5 BR:3 JP:3 NG:2 ZA:1 AU:1 SG:1 MV:1 KE:1 EG:1",
        ),
        (
            "sub-saharan-africa",
            "Sub-Saharan Africa",
            "NG:2 ZA:1 KE:1 SN:1 CV:1 MU:1",
        ),
        ("south-asia", "South Asia", "IN:5 PK:3 MV:1 NP:1"),
        ("east-asia", "East Asia", "CN:1"),
        ("central-asia", "Central Asia and the Caucasus", "KZ:2 AM:1"),
        ("north-america", "North America", "US:5 CA:2 BM:1"),
    ];
    for (id, title, counts) in cases {
        let map = Drawing::Map(Map {
            title: title.into(),
            subtitle: "Tuesday 6 January 2026 · 24 stories".into(),
            frame: get(id),
            counts: c(counts),
            unit: "stories".into(),
        });
        for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let now = std::time::Instant::now();
            let bytes = png(&map, theme).unwrap();
            let took = now.elapsed();
            let text = svg(&map, theme);
            println!("{id} {name}: {} bytes, {took:?}, svg {} bytes", bytes.len(), text.len());
            std::fs::write(folder.join(format!("{id}-{name}.png")), bytes).unwrap();
            std::fs::write(folder.join(format!("{id}-{name}.svg")), text).unwrap();
        }
    }
    for (days, max) in [(7usize, 5usize), (30, 23), (366, 140)] {
        let chart = Drawing::Chart(Chart {
            title: "Venezuela".into(),
            subtitle: format!("Articles a day, {days} days to 6 January 2026"),
            bars: (0..days)
                .map(|d| Bar {
                    label: format!(
                        "{} {}",
                        d % 28 + 1,
                        [
                            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
                        ][(d / 28) % 12]
                    ),
                    value: (d * d * 7 + d * 13) % (max + 1) * usize::from(d % 6 != 2),
                })
                .collect(),
        });
        for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            std::fs::write(
                folder.join(format!("chart{days}-{name}.png")),
                png(&chart, theme).unwrap(),
            )
            .unwrap();
        }
    }
}
