//! Forms with files, as browsers and clients send them (RFC 7578).

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    /// Set for a file.
    pub file_name: Option<String>,
    pub bytes: Vec<u8>,
}

impl Part {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// True for a file that begins and ends as a PNG does.
    pub fn is_png(&self) -> bool {
        self.bytes.starts_with(b"\x89PNG\r\n\x1a\n") && self.bytes.ends_with(b"IEND\xaeB`\x82")
    }
}

/// The parts of a body, or `None` when it is no form.
pub fn parts(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let (kind, boundary) = content_type.split_once("boundary=")?;
    if !kind.starts_with("multipart/form-data") {
        return None;
    }
    let mark = format!("--{}", boundary.split(';').next().unwrap_or_default().trim_matches('"'));
    let mut parts = Vec::new();
    let mut rest = body;
    while let Some(at) = find(rest, mark.as_bytes()) {
        rest = &rest[at + mark.len()..];
        let end = find(rest, format!("\r\n{mark}").as_bytes()).unwrap_or(rest.len());
        let Some(gap) = find(&rest[..end], b"\r\n\r\n") else {
            continue;
        };
        let headers = String::from_utf8_lossy(&rest[..gap]).into_owned();
        let attribute = |name: &str| {
            let (_, value) = headers.split_once(&format!("; {name}=\""))?;
            Some(value.split('"').next()?.to_owned())
        };
        parts.push(Part {
            name: attribute("name").unwrap_or_default(),
            file_name: attribute("filename"),
            bytes: rest[gap + 4..end].to_vec(),
        });
        rest = &rest[end..];
    }
    Some(parts)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
