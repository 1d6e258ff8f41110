//! What stands in the first line of every request.

use std::net::SocketAddr;

use dfdg_end_to_end::{Caller, Citizen, call, fresh_id, operations};
use dfdg_sdk::{Dfdg, Uuid};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::markers::{CPR, Hidden, KODE};

/// A server that answers one request, whatever it is, with this.
pub(crate) async fn canned(status: &str, body: &str) -> SocketAddr {
    let (sender, _) = mpsc::unbounded_channel();
    serve(status, body, sender).await
}

/// A server that answers every request with this, and passes on the first line of each.
async fn serve(status: &str, body: &str, lines: mpsc::UnboundedSender<String>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 64 * 1024];
            let read = stream.read(&mut head).await.unwrap_or(0);
            let head = String::from_utf8_lossy(&head[..read]).into_owned();
            // Nobody may be listening.
            let _ = lines.send(head.lines().next().unwrap_or_default().to_owned());
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    address
}

#[tokio::test]
async fn no_address_names_a_citizen_a_token_or_a_code() {
    let (sender, mut lines) = mpsc::unbounded_channel();
    let address = serve("503 Service Unavailable", "{}", sender).await;
    let dfdg = Dfdg::builder(format!("http://{address}"))
        .bearer_token("markertoken")
        .active_organisation(Caller::star().active.unwrap())
        .build()
        .unwrap();
    let citizen = Citizen { kode: KODE.to_owned(), tekst: Uuid::new_v4(), ..Citizen::of_demo(CPR) };
    let mut called = 0;
    for operation in operations() {
        assert!(call(&dfdg, operation.name, &citizen, &fresh_id()).await.is_err());
        let line = lines.recv().await.unwrap();
        let (beginning, _) = operation.path.split_once('{').unwrap_or((operation.path, ""));
        assert!(line.starts_with(&format!("{} {beginning}", operation.method)), "{}", operation.name);
        assert_eq!(Hidden::default().found_in(&line), None, "{}", operation.name);
        called += 1;
    }
    assert_eq!(called, 22);
}
