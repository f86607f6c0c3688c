//! The fake's line: a port that can be unplugged and plugged in again, and bodies in the forms that clients send.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use serde_json::{Map, Value};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::fakes::multipart::{self, Part};
use crate::fakes::port::Port;

/// A listener on one address that refuses and breaks connections while it is unplugged.
pub struct Line {
    pub port: Port,
    pub listener: Option<TcpListener>,
    pub unplugged: watch::Receiver<bool>,
}

impl axum::serve::Listener for Line {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            if *self.unplugged.borrow_and_update() {
                if self.listener.take().is_some() {
                    self.port.refuse();
                }
                let _ = self.unplugged.changed().await;
                continue;
            }
            let listener: &TcpListener = self.listener.get_or_insert_with(|| self.port.listen());
            tokio::select! {
                accepted = listener.accept() => if let Ok((stream, peer)) = accepted {
                    return (Connection { stream, unplugged: self.unplugged.clone() }, peer);
                },
                _ = self.unplugged.changed() => {}
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.port.address)
    }
}

/// A connection that breaks at the next byte after the line is unplugged.
pub struct Connection {
    stream: TcpStream,
    unplugged: watch::Receiver<bool>,
}

impl Connection {
    fn check(&self) -> io::Result<()> {
        if *self.unplugged.borrow() {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(cx, buf) {
            Poll::Ready(Ok(())) => Poll::Ready(self.check()),
            other => other,
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// A request's fields and files: from JSON, or from a form, where every value is text that may be JSON.
pub fn fields(content_type: &str, body: &[u8]) -> (Value, Vec<Part>) {
    let Some(parts) = multipart::parts(content_type, body) else {
        let fields = serde_json::from_slice(body).unwrap_or_else(|_| Value::Object(Map::new()));
        return (fields, Vec::new());
    };
    let (files, parts): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| part.file_name.is_some());
    let value = |part: Part| {
        let text = part.text();
        let is_words = matches!(part.name.as_str(), "caption" | "text" | "photo" | "parse_mode");
        let json = (!is_words).then(|| serde_json::from_str(&text).ok()).flatten();
        (part.name, json.unwrap_or_else(|| text.into()))
    };
    (Value::Object(parts.into_iter().map(value).collect()), files)
}
