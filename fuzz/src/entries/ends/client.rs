//! A server that answers what it is told, and a client that reads it.

use std::cell::RefCell;
use std::rc::Rc;

use kontrakt::client::{Error, Transport};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::task::LocalSet;

use super::server::runtime;
use crate::generated::kinds::{Client, operations::StoreThingError, types::Pair};

/// Both ends, in one thread.
struct Ends {
    runtime: Runtime,
    tasks: LocalSet,
    /// What the server answers next.
    next: Rc<RefCell<Vec<u8>>>,
    tolerant: Client,
    strict: Client,
}

thread_local! {
    static ENDS: Ends = Ends::new();
}

impl Ends {
    fn new() -> Self {
        let (runtime, tasks) = (runtime(), LocalSet::new());
        let next: Rc<RefCell<Vec<u8>>> = Rc::default();
        let listener =
            tasks.block_on(&runtime, TcpListener::bind(("127.0.0.1", 0))).expect("a port of this machine");
        let address = listener.local_addr().expect("it is bound");
        tasks.spawn_local(serve(listener, next.clone()));
        let client = |validate| {
            let transport = Transport::builder(format!("http://{address}")).validate_responses(validate);
            Client::with_transport(transport.build().expect("settings without a fault"))
        };
        let (tolerant, strict) = (client(false), client(true));
        Self { runtime, tasks, next, tolerant, strict }
    }
}

async fn serve(listener: TcpListener, next: Rc<RefCell<Vec<u8>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::task::spawn_local(answer(stream, next.clone()));
    }
}

/// Answers every request of a connection, none of which has a body.
async fn answer(mut stream: TcpStream, next: Rc<RefCell<Vec<u8>>>) {
    let mut request = Vec::new();
    while matches!(stream.read_buf(&mut request).await, Ok(1..)) {
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            let answer = next.borrow().clone();
            if stream.write_all(&answer).await.is_err() {
                return;
            }
        }
    }
}

/// What comes of an answer, in a word.
pub(super) fn read(answer: Vec<u8>) -> (&'static str, &'static str) {
    ENDS.with(|ends| {
        ends.next.replace(answer);
        let call = |client: &Client| {
            let label = Pair { left: 1, right: None };
            client.store_thing(&[1], &label, "m")
        };
        let (tolerant, strict) = ends
            .tasks
            .block_on(&ends.runtime, async { (call(&ends.tolerant).await, call(&ends.strict).await) });
        if let Ok(strict) = &strict {
            assert_eq!(
                tolerant.as_ref().ok(),
                Some(strict),
                "a tolerant reader reads what a strict one does"
            );
        }
        (word(&tolerant), word(&strict))
    })
}

fn word<T>(result: &Result<T, Error<StoreThingError>>) -> &'static str {
    let Err(error) = result else { return "ok" };
    assert!(!error.to_string().is_empty());
    match error {
        Error::Api(StoreThingError::NotFound(_), _) => "not found",
        Error::Api(StoreThingError::NotFoundHtml(_), _) => "not found, in words",
        Error::Api(StoreThingError::Status4xx(..), _) => "4XX",
        Error::Api(StoreThingError::Default(..), _) => "default",
        Error::Refused(_) => "refused",
        Error::Unexpected(_) => "unexpected",
        Error::Decode(..) => "unreadable",
        Error::Transport(..) => "transport",
        _ => "another",
    }
}
