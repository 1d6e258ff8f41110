//! What the tests over a socket share.
#![allow(dead_code, unreachable_pub)]

use kontrakt::Violation;

/// Serves `router` on a free port; gives its URL.
pub async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// A request made by hand; the answer's status, headers and body.
pub async fn raw(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, http::HeaderMap, serde_json::Value) {
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = reqwest::Client::new().request(method, url).body(body.to_owned());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (status, headers, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
}

/// Where violations are and which rule they break.
pub fn places(violations: &[Violation]) -> Vec<(&str, &str)> {
    violations.iter().map(|found| (found.pointer.as_str(), found.rule)).collect()
}
