//! One request to an OpenAI-compatible endpoint.

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Client, StatusCode, redirect};
use serde::Deserialize;
use serde_json::Value;

use crate::config::ModelConfig;

/// The most bytes an answer may have: many times what a summary and its wrapping take.
const MOST_BYTES: usize = 256 * 1024;

/// Why there is no answer. Nothing of what the endpoint said is repeated: it may repeat the key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// Nobody answered, or the answer broke off.
    #[error("the model could not be reached: {0}")]
    Unreachable(String),
    /// It took too long.
    #[error("the model took longer than {} s", .0.as_secs_f32())]
    Late(std::time::Duration),
    /// It answered with an error, or sent the request elsewhere.
    #[error("the model's endpoint answered {0}")]
    Status(StatusCode),
    /// More bytes than any summary takes.
    #[error("the model's answer has more than {MOST_BYTES} bytes")]
    Huge,
    /// No chat completion.
    #[error("the model's answer is no chat completion")]
    Garbage,
    /// The answer was cut off by a limit.
    #[error("the model's answer was cut off")]
    CutOff,
}

/// The endpoint.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    client: Client,
    config: ModelConfig,
    key: Option<HeaderValue>,
}

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    content: Option<String>,
}

impl Endpoint {
    /// The endpoint of a configuration. The error says what is wrong without the key.
    pub(super) fn new(config: &ModelConfig) -> Result<Self, String> {
        let client = Client::builder()
            .user_agent(concat!("Dateline/", env!("CARGO_PKG_VERSION")))
            // The key and the articles go where the admin said, nowhere else.
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|error| format!("the HTTP client for the model could not be set up: {error}"))?;
        let key = match &config.key {
            None => None,
            Some(key) => {
                let mut value = HeaderValue::from_str(&format!("Bearer {}", key.expose()))
                    .map_err(|_| "MODEL_KEY has characters that no key has; copy it again".to_owned())?;
                value.set_sensitive(true);
                Some(value)
            }
        };
        Ok(Self {
            client,
            config: config.clone(),
            key,
        })
    }

    /// The text that the model answers.
    pub(super) async fn ask(&self, body: &Value) -> Result<String, NoAnswer> {
        match tokio::time::timeout(self.config.timeout, self.exchange(body)).await {
            Ok(answer) => answer,
            Err(_) => Err(NoAnswer::Late(self.config.timeout)),
        }
    }

    async fn exchange(&self, body: &Value) -> Result<String, NoAnswer> {
        let url = format!("{}/chat/completions", self.config.base_url);
        let mut request = self
            .client
            .post(url)
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .body(body.to_string());
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, key.clone());
        }
        let mut response = request.send().await.map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(NoAnswer::Status(response.status()));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if bytes.len() + chunk.len() > MOST_BYTES {
                return Err(NoAnswer::Huge);
            }
            bytes.extend_from_slice(&chunk);
        }
        let completion: Completion = serde_json::from_slice(&bytes).map_err(|_| NoAnswer::Garbage)?;
        let choice = completion.choices.into_iter().next().ok_or(NoAnswer::Garbage)?;
        if choice.finish_reason.as_deref() == Some("length") {
            return Err(NoAnswer::CutOff);
        }
        let text = choice.message.content.ok_or(NoAnswer::Garbage)?;
        // Some models think aloud before they answer.
        let answer = text.rsplit_once("/think>").map_or(text.as_str(), |(_, answer)| answer);
        Ok(answer.trim().to_owned())
    }
}

/// The deepest cause, without the address.
fn unreachable(error: reqwest::Error) -> NoAnswer {
    use std::error::Error as _;
    let error = error.without_url();
    let mut reason = error.to_string();
    let mut deeper = error.source();
    while let Some(cause) = deeper {
        reason = cause.to_string();
        deeper = cause.source();
    }
    NoAnswer::Unreachable(reason)
}
