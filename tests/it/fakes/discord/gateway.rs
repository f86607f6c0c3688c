//! The gateway: a WebSocket that says hello, lets the bot in, and tells it what users do.

use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::Inner;
use super::state::{Order, Session};

pub async fn serve(fake: Arc<Inner>, listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(converse(Arc::clone(&fake), stream));
    }
}

async fn converse(fake: Arc<Inner>, stream: TcpStream) {
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else {
        return;
    };
    let (orders, mut ordered) = unbounded_channel();
    let interval = fake.read(|state| state.heartbeat_interval);
    let interval = u64::try_from(interval.as_millis()).unwrap();
    let _ = orders.send(Order::Send(
        json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": interval}}),
    ));
    loop {
        tokio::select! {
            order = ordered.recv() => match order {
                Some(Order::Send(event)) => {
                    if socket.send(Message::Text(event.to_string())).await.is_err() {
                        break;
                    }
                }
                Some(Order::Close(code)) => {
                    let frame = CloseFrame { code: code.into(), reason: "".into() };
                    let _ = socket.close(Some(frame)).await;
                    // The other side says goodbye too, or goes.
                    let _ = tokio::time::timeout(Duration::from_secs(2), socket.next()).await;
                    break;
                }
                Some(Order::Reset) => {
                    // Without lingering, closing sends RST: what a lost network looks like.
                    #[allow(deprecated)]
                    let _ = socket.get_ref().set_linger(Some(Duration::ZERO));
                    break;
                }
                None => break,
            },
            heard = socket.next() => match heard {
                Some(Ok(Message::Text(text))) => {
                    if let Ok(message) = serde_json::from_str(&text) {
                        hear(&fake, &message, &orders);
                    }
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => break,
            },
        }
    }
    fake.change(|state| {
        if state
            .session
            .live
            .as_ref()
            .is_some_and(|live| live.same_channel(&orders))
        {
            state.session.live = None;
        }
    });
}

fn hear(fake: &Inner, message: &Value, orders: &UnboundedSender<Order>) {
    let send = |event: Value| {
        let _ = orders.send(Order::Send(event));
    };
    let data = &message["d"];
    fake.change(|state| match message["op"].as_u64() {
        Some(1) => {
            state.heartbeats += 1;
            send(json!({"op": 11, "s": null, "t": null, "d": null}));
        }
        Some(2) => {
            state.identifies.push(data.clone());
            let token = data["token"].as_str().unwrap_or_default();
            if token.strip_prefix("Bot ").unwrap_or(token) != state.token {
                let _ = orders.send(Order::Close(4004));
                return;
            }
            state.session = Session {
                id: format!("session-{}", state.identifies.len()),
                live: Some(orders.clone()),
                ..Session::default()
            };
            let id = state.application.to_string();
            let ready = json!({
                "v": 10,
                "user": {"id": id, "username": "dateline", "discriminator": "0000", "bot": true, "avatar": null,
                         "verified": true, "mfa_enabled": false, "email": null, "flags": 0},
                "guilds": state.guilds.keys().map(|guild| json!({"id": guild.to_string(), "unavailable": true})).collect::<Vec<_>>(),
                "session_id": state.session.id,
                "resume_gateway_url": fake.gateway_url(),
                "shard": data["shard"],
                "application": {"id": id, "flags": 0},
            });
            state.dispatch("READY", &ready);
        }
        Some(6) => {
            state.resumes.push(data.clone());
            let known = !state.forget_session && data["session_id"] == json!(state.session.id);
            state.forget_session = false;
            if !known {
                send(json!({"op": 9, "s": null, "t": null, "d": false}));
                return;
            }
            let seen = data["seq"].as_u64().unwrap_or(0);
            for (seq, event) in &state.session.events {
                if *seq > seen {
                    send(event.clone());
                }
            }
            state.session.live = Some(orders.clone());
            state.dispatch("RESUMED", &json!({}));
        }
        _ => {}
    });
}
