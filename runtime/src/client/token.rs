//! Where bearer tokens come from.

use std::pin::Pin;

/// Why there is no token.
pub type TokenError = Box<dyn std::error::Error + Send + Sync>;

/// Gives the bearer token of a request; asked once a request, so it keeps a token as long as it is good.
///
/// A function that returns a future is one:
///
/// ```
/// # use kontrakt::client::{Transport, TokenError};
/// let transport = Transport::builder("https://example.org")
///     .token_source(|| async { Ok::<_, TokenError>("token".to_owned()) })
///     .build();
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// The token to send.
    ///
    /// # Errors
    /// When there is none; the call then fails without being sent.
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<String, TokenError>> + Send + '_>>;

    /// The server answered 401 to a request with `token`; a source that keeps tokens forgets it.
    fn refused(&self, token: &str) {
        let _ = token;
    }
}

impl<F, R> TokenSource for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<String, TokenError>> + Send + 'static,
{
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<String, TokenError>> + Send + '_>> {
        Box::pin(self())
    }
}

/// One token for good.
pub(super) struct Fixed(pub(super) String);

impl TokenSource for Fixed {
    fn token(&self) -> Pin<Box<dyn Future<Output = Result<String, TokenError>> + Send + '_>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}
