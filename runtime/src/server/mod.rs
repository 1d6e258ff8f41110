//! The server's end of a call, over axum.
//!
//! [`Routes`] takes a request through the border in one fixed order: route, authentication with its scopes,
//! parameters, access, body and its validation, handler. Whatever stops it is a [`Refusal`], answered in the contract's form of an error.

mod authenticate;
mod body;
mod border;
mod context;
mod gate;
mod input;
mod multipart;
mod refusal;
mod reply;
mod routes;
mod table;
mod template;
mod typed;

pub use authenticate::{Asked, Authenticate, Claim, Credential, Known};
pub use context::{Arguments, Context, RequestTicket};
pub use gate::{Gate, OpenGate};
pub use input::Input;
pub use multipart::Parts;
pub use refusal::{Failure, Refusal};
pub use reply::Reply;
pub use routes::{Routes, not_found};
