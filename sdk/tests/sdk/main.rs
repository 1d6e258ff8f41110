//! The client against the generated servers, over real sockets.

mod build;
mod errors;
mod headers;
mod retry;
mod secrets;
mod server;
mod services;
