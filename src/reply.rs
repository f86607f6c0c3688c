//! What Dateline answers, as data: no markup, no platform.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::places::Country;

/// How a span looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// As the text around it.
    #[default]
    Plain,
    /// Stressed.
    Bold,
    /// Set apart.
    Italic,
    /// A word to type, such as a command.
    Code,
}

/// A run of text of one style, perhaps a link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The words, without markup; holds no line break.
    pub text: String,
    /// How they look.
    #[serde(default)]
    pub style: Style,
    /// Where they lead: an absolute http(s) URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// The start of a text, at most `letters` long as a reader counts them, with "…" where something was left out.
pub fn shortened(text: &str, letters: usize) -> String {
    let mut starts = text.grapheme_indices(true).map(|(at, _)| at);
    let Some(hard) = starts.nth(letters.saturating_sub(1)) else {
        return text.to_owned();
    };
    if starts.next().is_none() {
        return text.to_owned();
    }
    let head = text.get(..hard).unwrap_or_default();
    // A word is left whole unless it fills half of the room, as in scripts without spaces.
    let word = head.rfind(char::is_whitespace).filter(|at| at * 2 > hard);
    let head = head.get(..word.unwrap_or(hard)).unwrap_or_default();
    format!("{}…", head.trim_end())
}

/// One line or paragraph of text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub Vec<Span>);

impl Text {
    /// Text of one plain span.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::default().and(text)
    }

    /// The text with plain words added.
    #[must_use]
    pub fn and(self, text: impl Into<String>) -> Self {
        self.styled(text, Style::Plain)
    }

    /// The text with words of a style added.
    #[must_use]
    pub fn styled(mut self, text: impl Into<String>, style: Style) -> Self {
        self.0.push(Span {
            text: text.into(),
            style,
            link: None,
        });
        self
    }

    /// The text with a link added, or with plain words where there is no address.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, url: Option<&str>) -> Self {
        self.0.push(Span {
            text: text.into(),
            style: Style::Plain,
            link: url.map(str::to_owned),
        });
        self
    }

    /// The words alone.
    pub fn words(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }

    /// True when it has no words.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.is_empty())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

/// One story or article in a reply: what becomes an embed of its own on Discord.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number in the list, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Its headline.
    pub headline: String,
    /// Where the headline leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it says: verbatim sentences.
    pub body: Text,
    /// The small line below: countries, publishers, time.
    pub facts: Text,
}

/// A picture: what it shows, as data; `render::picture` draws it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// What it shows, in words, for those who cannot see it and wherever there are no pictures.
    pub alt: String,
    /// What is drawn.
    pub drawing: Drawing,
}

impl Picture {
    /// The name of its file.
    pub fn file_name(&self) -> &'static str {
        match self.drawing {
            Drawing::Map(_) => "map.png",
            Drawing::Chart(_) => "chart.png",
        }
    }
}

/// What a picture shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Drawing {
    /// Countries shaded on a map.
    Map(Map),
    /// A number for each day or week, as bars.
    Chart(Chart),
}

/// A map that shades countries by how many stories are about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Map {
    /// Its title: the name of a region.
    pub title: String,
    /// The line below: a day, and how many stories.
    pub subtitle: String,
    /// The countries that the map must show; empty for the whole world.
    pub frame: Vec<Country>,
    /// How many stories are about each country, most first.
    pub counts: Vec<(Country, usize)>,
    /// What the numbers are, for the legend: "stories".
    pub unit: String,
}

/// Bars in a row, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// Its title: the name of a country or region.
    pub title: String,
    /// The line below: what is counted, and over which days.
    pub subtitle: String,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A bar of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// Its day or week in a word or two: "5 Jan".
    pub label: String,
    /// How high it is.
    pub value: usize,
}

/// A piece of a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// The reply's title.
    Title(Text),
    /// A heading inside the reply.
    Heading(Text),
    /// A paragraph.
    Paragraph(Text),
    /// A list of short lines.
    List(Vec<Text>),
    /// A story or an article.
    Entry(Entry),
    /// A picture.
    Picture(Picture),
    /// Small print at the end.
    Footer(Text),
}

/// A button: what it says and the command it gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The words on it.
    pub label: String,
    /// The command, with its slash, that pressing it gives.
    pub command: String,
}

impl Action {
    /// A button that says `label` and gives `command`.
    pub fn new(label: impl Into<String>, command: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            command: command.into(),
        }
    }
}

/// A whole answer or message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Its pieces, in reading order.
    pub blocks: Vec<Block>,
    /// Its buttons, in reading order.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// True when only the asker should see it, where the platform can do that.
    #[serde(default)]
    pub private: bool,
}

impl Reply {
    /// A reply of one paragraph.
    pub fn say(text: impl Into<Text>) -> Self {
        Self {
            blocks: vec![Block::Paragraph(text.into())],
            ..Self::default()
        }
    }

    /// The reply with a block added.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// The reply without its pictures: its words say the same.
    #[must_use]
    pub fn without_pictures(mut self) -> Self {
        self.blocks.retain(|block| !matches!(block, Block::Picture(_)));
        self
    }

    /// The reply with a button added.
    #[must_use]
    pub fn action(mut self, label: impl Into<String>, command: impl Into<String>) -> Self {
        self.actions.push(Action::new(label, command));
        self
    }

    /// The reply, for the asker's eyes only where the platform can do that.
    #[must_use]
    pub fn private(mut self) -> Self {
        self.private = true;
        self
    }
}
