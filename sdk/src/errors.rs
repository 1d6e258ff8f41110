//! What an error means to the caller.

use std::ops::RangeInclusive;

use dfdg_api::common::operations::{COMMON_CODES, CommonError};
use kontrakt::OperationError;
use kontrakt::client::{Error, Exchange};

/// Questions about the [`Error`] of any call.
///
/// The errors that an operation documents are the variants of its own type, under [`Error::Api`]. This trait answers
/// what can be asked whatever was called. It is implemented for every `Error<E>`, and for nothing else.
///
/// ```no_run
/// use dfdg_sdk::{CommonError, Cpr, Dfdg, DfdgError};
///
/// # async fn example(dfdg: Dfdg, cpr: Cpr) {
/// match dfdg.kontaktinformation().get_kontaktinformation(&cpr).await {
///     Ok(found) => println!("{} entries", found.kontaktinformationer.kontaktinformation.len()),
///     Err(error) if error.is_not_authorised() => println!("not a citizen of yours, or nobody's"),
///     Err(error) if error.common() == Some(CommonError::ActiveOrganisationMangler) => println!("for whom?"),
///     Err(error) if error.is_retryable() => println!("try again later: {error}"),
///     Err(error) => println!("a fault to look into: {error}"),
/// }
/// # }
/// ```
pub trait DfdgError: sealed::Sealed {
    /// The framework fault in the answer: one that any operation may answer, whether or not its own table lists it.
    ///
    /// Where the table lists it, the error is an [`Error::Api`] as well, and this still tells it.
    ///
    /// | code | variant | what to do |
    /// |---|---|---|
    /// | 1010 | `UkendtCpr` | check the CPR number; the citizen is unknown to DFDG |
    /// | 1011 | `InternFejl` | try again later where [`is_retryable`](Self::is_retryable) says so, then report it |
    /// | 1012, 1101 | `LogonFejlede`, `KlientcertifikatMangler` | check token and client certificate |
    /// | 1013, 4575 | `UtilstraekkeligeRettigheder`, `IkkeAutoriseret` | the scope is missing, or the relation to the citizen |
    /// | 1014 | `UgyldigBesked` | see [`Error::violations`]: the request is against the contract |
    /// | 2001, 2002, 2003 | `UkendtKodeliste`, `UkendtKodelistevaerdi`, `UdloebetKodelistevaerdi` | fetch the code lists anew, and choose a value that is valid today |
    /// | 4413, 8173, 8174 | `UgyldigMyndighedstype`, `UgyldigOrganisationstype`, `UgyldigBrugertype` | correct the organisation or the user that the call is made for |
    /// | 8232, 8234 | `ActiveOrganisationMangler`, `ActiveOrganisationUlaeselig` | set [`active_organisation`](crate::DfdgBuilder::active_organisation) |
    /// | 8233, 8235 | `RequestUserMetadataMangler`, `RequestUserMetadataUlaeselig` | set [`request_user_metadata`](crate::DfdgBuilder::request_user_metadata) |
    fn common(&self) -> Option<CommonError>;

    /// Whether the answer carries this code, documented or not.
    fn has_code(&self, code: i32) -> bool;

    /// Nobody knows who calls: status 401, or the codes 1012 and 1101.
    ///
    /// The token is missing, wrong or expired, or the client certificate is. The same call fails again until that
    /// is mended; a [`TokenSource`](crate::TokenSource) is told of a refused token, and gives another one to the
    /// next call.
    fn is_not_authenticated(&self) -> bool;

    /// The caller is known and may not do this: status 403, or the codes 1013 and 4575.
    ///
    /// A scope is missing, or the relation to this citizen. A caller who may not see all citizens gets the same
    /// answer for one who does not exist. The same call fails again.
    fn is_not_authorised(&self) -> bool;

    /// A call with this `x-requestId` was received before, and nothing was done this time: status 412.
    ///
    /// After a call that was sent again for want of an answer, this is good news: the first one arrived.
    fn is_duplicate(&self) -> bool;

    /// Whether the same call may succeed if it is sent again later, and cannot do harm by being done twice.
    ///
    /// The same call is its clone, which keeps the `x-requestId`. Yes for
    ///
    /// - a connection that could not be made, and the statuses 429 and 503: nothing was done;
    /// - no answer in time, a connection that broke, the statuses 408, 500, 502 and 504, and LetAsyl out of reach
    ///   (9287) or too slow (9292): where the call carries an `x-requestId`, or its HTTP method may be repeated.
    ///
    /// No for everything else: the same request is refused again for the same reason.
    fn is_retryable(&self) -> bool;
}

mod sealed {
    /// Keeps the trait open for more questions.
    pub trait Sealed {}
    impl<E> Sealed for kontrakt::client::Error<E> {}
}

impl<E> DfdgError for Error<E> {
    fn common(&self) -> Option<CommonError> {
        self.faults().iter().find_map(|fault| {
            let known = COMMON_CODES.iter().find(|known| known.code.is(&fault.code))?;
            CommonError::from_code(known.code)
        })
    }

    fn has_code(&self, code: i32) -> bool {
        self.faults().iter().any(|fault| fault.code.trim().parse() == Ok(code))
    }

    fn is_not_authenticated(&self) -> bool {
        self.status() == Some(401)
            || matches!(self.common(), Some(CommonError::LogonFejlede | CommonError::KlientcertifikatMangler))
    }

    fn is_not_authorised(&self) -> bool {
        self.status() == Some(403)
            || matches!(
                self.common(),
                Some(CommonError::IkkeAutoriseret | CommonError::UtilstraekkeligeRettigheder)
            )
    }

    fn is_duplicate(&self) -> bool {
        matches!(self, Self::Duplicate(_))
    }

    fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(error, _) if error.is_connect() => true,
            Self::Transport(error, exchange) => !error.is_builder() && is_repeatable(exchange),
            Self::Timeout(exchange) => is_repeatable(exchange),
            Self::Api(_, exchange) | Self::Unexpected(exchange) => is_passing(exchange),
            _ => false,
        }
    }
}

/// LetAsyl's faults. They travel with 502 and 504; those that are not listed below are settings to mend.
const LETASYL: RangeInclusive<i32> = 9287..=9294;
const LETASYL_UNREACHABLE: i32 = 9287;
const LETASYL_TOO_SLOW: i32 = 9292;

/// Whether an answer tells of a fault that may pass.
fn is_passing(exchange: &Exchange) -> bool {
    let mut codes = exchange.faults().iter().filter_map(|fault| fault.code.trim().parse().ok());
    match (codes.find(|code| LETASYL.contains(code)), exchange.status()) {
        (Some(LETASYL_UNREACHABLE | LETASYL_TOO_SLOW), _) => is_repeatable(exchange),
        (Some(_), _) => false,
        (None, Some(429 | 503)) => true,
        (None, Some(408 | 500 | 502 | 504)) => is_repeatable(exchange),
        (None, _) => false,
    }
}

/// Whether a call that may have been carried out can be sent again: the server knows it by its key, or doing it twice
/// is as good as doing it once.
fn is_repeatable(exchange: &Exchange) -> bool {
    exchange.idempotency_key().is_some()
        || matches!(exchange.operation().method, "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS")
}
