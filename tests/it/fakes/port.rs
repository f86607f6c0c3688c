//! A port of loopback that belongs to a fake for good, and takes or refuses connections. One that is given back while the
//! fake is down may be another process's when it comes up again.

use std::net::{Shutdown, SocketAddr, TcpStream};
use std::os::fd::OwnedFd;

use tokio::net::{TcpListener, TcpSocket};

/// The port; it refuses connections at first.
pub struct Port {
    // A socket of its own kind: std knows sockets that listen and sockets that are connected, and this is now neither.
    socket: TcpStream,
    pub address: SocketAddr,
}

impl Port {
    /// A free one.
    pub fn reserve() -> Self {
        loop {
            let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
            let address = free.local_addr().expect("an address");
            drop(free);
            // Bound by its number it stays ours whatever state the socket is in.
            let socket = TcpSocket::new_v4().expect("a socket");
            socket.set_reuseaddr(true).expect("a socket's option");
            if socket.bind(address).is_ok() {
                let socket: OwnedFd = std::os::fd::AsFd::as_fd(&socket)
                    .try_clone_to_owned()
                    .expect("a handle");
                return Self {
                    socket: socket.into(),
                    address,
                };
            }
        }
    }

    /// Takes connections.
    pub fn listen(&self) -> TcpListener {
        let socket = self.socket.try_clone().expect("a handle");
        TcpSocket::from_std_stream(socket)
            .listen(1024)
            .expect("the port is still ours")
    }

    /// Refuses connections; those that nobody has taken yet are cut. (Linux: the socket keeps its port.)
    pub fn refuse(&self) {
        self.socket.shutdown(Shutdown::Read).expect("a socket that listens");
    }
}
