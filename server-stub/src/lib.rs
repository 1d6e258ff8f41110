//! The server of five DFDG services: the domain logic behind the generated traits, over a store that is one file.

pub mod access;
pub mod auth;
pub mod clock;
pub mod domain;
pub mod fault;
pub mod letasyl;
pub mod seed;
pub mod sensitive;
pub mod settings;
pub mod store;
