//! Requests as a server reads them, and answers as a client does.

mod client;
mod server;

use std::convert::Infallible;

use futures_util::stream;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Method, Request, Uri};
use kontrakt::negotiate;
use kontrakt::operation::ErrorBody;
use kontrakt::problem;
use kontrakt::reexport::axum::body::{Body, Bytes};

use super::head;
use crate::Outcome;

const PLACE: &str = "/things/1,2/.left=1/;matrix=a";

/// A multipart body as a server reads it. The first line is its `Content-Type`, the second the size of the pieces in which it
/// arrives.
pub fn multipart(input: &[u8]) -> Outcome {
    let (content_type, rest) = head(input);
    let (size, body) = head(rest);
    let Ok(content_type) = HeaderValue::try_from(content_type) else { return Outcome::of(()) };
    let size: usize = size.parse().unwrap_or(1024).max(1 + body.len() / 5000);
    let pieces: Vec<Result<Bytes, Infallible>> =
        body.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    let mut request = Request::new(Body::from_stream(stream::iter(pieces)));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static(PLACE);
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    Outcome::of(server::answered(request, &[200, 400, 413, 415]))
}

/// A request whose target, `Accept`, `Content-Type`, `X-Map` and `Cookie` are the first lines, and whose body is the rest.
pub fn accept(input: &[u8]) -> Outcome {
    let (target, mut rest) = head(input);
    let mut request = Request::new(());
    *request.method_mut() = Method::POST;
    let Ok(target) = Uri::try_from(if target.is_empty() { PLACE.to_owned() } else { target }) else {
        return Outcome::of(());
    };
    *request.uri_mut() = target;
    let names = [ACCEPT, CONTENT_TYPE, HeaderName::from_static("x-map"), http::header::COOKIE];
    for name in names {
        let (line, below) = head(rest);
        rest = below;
        let Ok(value) = HeaderValue::try_from(line) else { return Outcome::of(()) };
        if !value.is_empty() {
            request.headers_mut().append(name, value);
        }
    }
    let asked = request.headers().get(ACCEPT).cloned();
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let contents: &[&[&str]] =
        &[&["application/json", "text/json"], &["image/*"], &["text/plain;v=1"], &["*/*"]];
    let meant = negotiate::content(content_type.unwrap_or_default(), contents);
    assert!(meant.is_none_or(|index| index < contents.len()));
    let request = request.map(|()| Body::from(rest.to_vec()));
    let (status, given, broken) = server::answered(request, &[200, 400, 404, 405, 406, 413, 415]);
    if status == 200
        && let (Some(asked), Some(given)) = (asked.as_ref().and_then(|asked| asked.to_str().ok()), &given)
    {
        // What is refused is not given, where it is named and nothing else is said.
        assert_ne!(asked.to_ascii_lowercase(), format!("{given};q=0"), "{asked} gives {given}");
    }
    Outcome::of((status, given, broken, meant))
}

/// Forms of error bodies, from those that contracts have.
static FORMS: [ErrorBody; 4] = [
    ErrorBody::PROBLEM,
    ErrorBody { media_type: "application/json", code: "/code", text: "/message", violations: "" },
    ErrorBody { media_type: "application/json", code: "/*/*/c~1d", text: "/*/*/t", violations: "/v/*" },
    ErrorBody { media_type: "", code: "", text: "", violations: "" },
];

/// An error body, whatever came.
pub fn problem(input: &[u8]) -> Outcome {
    let read = FORMS.each_ref().map(|form| {
        let read = problem::read(form, input);
        (read.title.is_some(), read.detail.is_some(), read.faults.len().min(3), read.violations.len().min(3))
    });
    Outcome::of(read)
}

/// An answer as a client reads it: in the first line its status and its `Content-Type`, then its headers up to an empty line,
/// then its body.
pub fn answer(input: &[u8]) -> Outcome {
    let (first, mut rest) = head(input);
    let (status, content_type) = first.split_once(' ').unwrap_or((&first, ""));
    let status = status.parse::<u16>().unwrap_or(200).clamp(200, 999);
    let mut answer = format!("HTTP/1.1 {status} X\r\n").into_bytes();
    let mut header = |name: &str, value: &str| {
        if let (Ok(_), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            answer.extend([name.as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
    };
    header("content-type", content_type);
    while !rest.is_empty() {
        let (line, below) = head(rest);
        rest = below;
        let Some((name, value)) = line.split_once(':') else { break };
        if name.to_ascii_lowercase().starts_with("x-") {
            header(name, value);
        }
    }
    let body = if matches!(status, 204 | 205 | 304) { &[][..] } else { rest };
    header("content-length", &body.len().to_string());
    answer.extend([b"\r\n", body].concat());
    Outcome::of((status / 100, client::read(answer)))
}
