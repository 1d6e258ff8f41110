//! A router on a socket of this machine.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use tokio::net::TcpListener;

/// An answer that is given in place of the router's.
#[derive(Debug, Clone)]
pub(super) struct Canned {
    pub(super) status: u16,
    pub(super) media_type: Option<&'static str>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// A router that is served as long as the runtime runs.
pub(super) struct Server {
    pub(super) url: String,
    requests: Arc<AtomicUsize>,
    canned: Arc<Mutex<Option<Canned>>>,
}

impl Server {
    pub(super) async fn start(router: Router) -> io::Result<Self> {
        let requests = Arc::new(AtomicUsize::new(0));
        let canned = Arc::new(Mutex::new(None::<Canned>));
        let (count, answers) = (requests.clone(), canned.clone());
        let router = router.layer(from_fn(move |request: Request, next: Next| {
            count.fetch_add(1, Ordering::SeqCst);
            let canned = answers.lock().unwrap_or_else(PoisonError::into_inner).clone();
            async move {
                match canned {
                    Some(canned) => canned.into_response(),
                    None => next.run(request).await,
                }
            }
        }));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, requests, canned })
    }

    /// How many requests there were.
    pub(super) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// Answers every request so from now on.
    pub(super) fn answer(&self, canned: Option<Canned>) {
        *self.canned.lock().unwrap_or_else(PoisonError::into_inner) = canned;
    }
}

impl Canned {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        *response.headers_mut() = self.headers;
        if let Some(media_type) = self.media_type.and_then(|it| HeaderValue::try_from(it).ok()) {
            response.headers_mut().insert(CONTENT_TYPE, media_type);
        }
        response
    }
}
