//! Where bearer tokens come from.

use std::pin::Pin;
use std::sync::Arc;

/// Why there is no token.
pub type TokenError = Box<dyn std::error::Error + Send + Sync>;

/// A token on its way.
pub type PendingToken<'a> = Pin<Box<dyn Future<Output = Result<String, TokenError>> + Send + 'a>>;

/// Gives the bearer token of a request; asked once a request, so it keeps a token as long as it is good. An [`Arc`] of
/// a source is one, so that several transports can share it.
pub trait TokenSource: Send + Sync + 'static {
    /// The token to send.
    ///
    /// # Errors
    /// When there is none; the call then fails without being sent.
    fn token(&self) -> PendingToken<'_>;

    /// The server answered 401 to a request with `token`; a source that keeps tokens forgets it.
    fn refused(&self, token: &str) {
        let _ = token;
    }
}

impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token(&self) -> PendingToken<'_> {
        (**self).token()
    }

    fn refused(&self, token: &str) {
        (**self).refused(token);
    }
}

/// A function that gives tokens.
pub(super) struct Made<F>(pub(super) F);

impl<F, R> TokenSource for Made<F>
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<String, TokenError>> + Send + 'static,
{
    fn token(&self) -> PendingToken<'_> {
        Box::pin((self.0)())
    }
}

/// One token for good.
pub(super) struct Fixed(pub(super) String);

impl TokenSource for Fixed {
    fn token(&self) -> PendingToken<'_> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}
