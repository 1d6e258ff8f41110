//! The client's end of a call, over reqwest.
//!
//! A [`Transport`] knows where the service is and what goes with every request; a [`Call`] is one request of one
//! operation, encoded and checked, and may be sent again; an [`Answer`] is what came back.

mod answer;
mod call;
mod credential;
mod error;
mod multipart;
mod read;
mod send;
mod sequence;
mod token;
mod transport;
mod url;

pub use answer::Answer;
pub use call::{Call, Pending};
pub use credential::{ClientCertificate, Credential, Key, Login, Scheme, Token};
pub use error::{Error, Exchange, Failure};
pub use multipart::Form;
pub use token::{PendingToken, TokenError, TokenSource};
pub use transport::{BuildError, Builder, Transport};
