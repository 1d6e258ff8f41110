//! The client against the generated servers, over real sockets.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod build;
mod errors;
mod headers;
mod retry;
mod secrets;
mod server;
mod services;
#[cfg(feature = "rustls")]
mod tls;
