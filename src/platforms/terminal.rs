//! The terminal: a chat at the prompt, and a place that digests can be delivered to.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::io::{AsyncBufReadExt, BufReader};

use super::{SendError, Sender};
use crate::clock::Clock;
use crate::commands::{Asker, Core};
use crate::destination::{Destination, Platform};
use crate::render;

/// Whoever sits at the terminal may do everything.
pub fn asker(language: &str) -> Asker {
    Asker {
        destination: Destination {
            platform: Platform::Terminal,
            chat: "terminal".to_owned(),
            thread: None,
        },
        may_manage: true,
        language: language.to_owned(),
    }
}

/// How the chat at the prompt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatEnd {
    /// Somebody typed /quit.
    Quit,
    /// There is no more input; the bot goes on.
    NoMoreInput,
}

/// Answers what is typed until /quit or the end of the input.
pub async fn chat(core: Arc<Core>, clock: Clock) -> ChatEnd {
    let asker = asker("en");
    let mut input = BufReader::new(tokio::io::stdin());
    let mut line = Vec::new();
    loop {
        show("> ");
        line.clear();
        match input.read_until(b'\n', &mut line).await {
            Ok(0) | Err(_) => return ChatEnd::NoMoreInput,
            Ok(_) => {}
        }
        let text = String::from_utf8_lossy(&line);
        match text.trim() {
            "" => {}
            "/quit" => return ChatEnd::Quit,
            text => {
                let reply = core.answer(text, &asker, clock.now()).await;
                show(&format!("{}\n", render::terminal::text(&reply)));
            }
        }
    }
}

/// Prints digests that are delivered to the terminal.
#[derive(Debug)]
pub struct TerminalSender;

#[async_trait]
impl Sender for TerminalSender {
    /// `body` is the text as JSON.
    async fn send(&self, _to: &Destination, body: &str, nonce: i64) -> Result<String, SendError> {
        let text: String = serde_json::from_str(body).map_err(|error| SendError::Rejected(error.to_string()))?;
        show(&format!("\n{text}\n"));
        Ok(nonce.to_string())
    }

    async fn edit(&self, _to: &Destination, _message: &str, _body: &str) -> Result<(), SendError> {
        Err(SendError::Rejected("what was printed stays printed".to_owned()))
    }
}

/// Writes to the terminal. One that has gone away is no reason to end the bot.
fn show(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        tracing::debug!(%error, "could not write to the terminal");
    }
}
