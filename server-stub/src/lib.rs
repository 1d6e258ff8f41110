//! The server of five DFDG services: the domain logic behind the generated traits, over a store that is one file.
//!
//! [`app::App`] is put together from [`settings`]; [`server::start`] listens. Tests and examples do both in their own
//! process, on port 0.

pub mod access;
pub mod app;
pub mod auth;
pub mod background;
pub mod cli;
pub mod clock;
pub mod document;
pub mod domain;
pub mod fault;
pub mod gate;
pub mod letasyl;
pub mod logging;
pub mod pdf;
pub mod refusal;
pub mod routes;
pub mod seed;
pub mod sensitive;
pub mod server;
pub mod services;
pub mod settings;
pub mod store;
