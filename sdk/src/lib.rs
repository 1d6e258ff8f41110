//! Client for the DFDG services of Denmark's labour-market agency STAR.
//!
//! DFDG ("Det Fælles Datagrundlag") is the data that job centres, municipalities and unemployment funds share. One
//! [`Dfdg`] reaches its services; it is made once, is cheap to clone and is shared between tasks.
//!
//! ```no_run
//! use dfdg_sdk::{ActiveOrganisation, Cpr, Dfdg, organisation_type};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let dfdg = Dfdg::builder("https://dfdg.example.org")
//!     .bearer_token(std::env::var("DFDG_TOKEN")?)
//!     .active_organisation(ActiveOrganisation {
//!         organisation_type: organisation_type::JOB_CENTER,
//!         organisation_code: "1234567".to_owned(),
//!     })
//!     .build()?;
//!
//! let cpr = Cpr::new("0101010101")?;
//! let found = dfdg.kontaktinformation().get_kontaktinformation(&cpr).await?;
//! println!("{} entries", found.kontaktinformationer.kontaktinformation.len());
//! # Ok(())
//! # }
//! ```
//!
//! | accessor, with an example | what the service does |
//! |---|---|
//! | [`Dfdg::indkaldelse`] | summons to meetings ("indkaldelse"), and the authorities that take part |
//! | [`Dfdg::borger_flytte`] | both job centres confirm that a citizen moves |
//! | [`Dfdg::kontaktinformation`] | a citizen's phone numbers and mail address, and their verification |
//! | [`Dfdg::webservicebesked`] | messages about company schemes |
//! | [`Dfdg::letasyl`] | integration-law data from LetAsyl, and the texts around them |
//!
//! # Calls
//!
//! What an operation requires is an argument, what it takes beside that is a method, and awaiting the call sends it:
//!
//! ```no_run
//! # use std::time::Duration;
//! # use dfdg_sdk::{ActiveOrganisation, Dfdg, Uuid};
//! # async fn example(dfdg: Dfdg, other: ActiveOrganisation, group: Uuid) -> Result<(), Box<dyn std::error::Error>> {
//! let texts = dfdg
//!     .letasyl()
//!     .get_texts()
//!     .external_group_identifier(group)
//!     .x_active_organisation(&other)
//!     .timeout(Duration::from_secs(5))
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! A request is held against the contract before it is sent, and an answer is read as tolerantly as it can be: code
//! lists are open, and properties that this version does not know are passed over. The types of requests and answers
//! are under [`api`], a module a service.
//!
//! A request that changes something carries an `x-requestId`, a fresh UUID unless the call sets one. The service does
//! what it asks for at most once.
//!
//! # Errors
//!
//! The [`Error`] of a call is typed by operation, so that a `match` sees the documented codes by name:
//!
//! ```no_run
//! use dfdg_sdk::api::borgerflytte::operations::CreateFraflytningsbekraeftelseError as Fault;
//! use dfdg_sdk::{DfdgError, Error};
//! # use dfdg_sdk::{Cpr, Dfdg, api::borgerflytte::types::CreateFraflytningsbekraeftelseRequestDto};
//! # async fn example(dfdg: Dfdg, cpr: Cpr, body: CreateFraflytningsbekraeftelseRequestDto) {
//! let Err(error) = dfdg.borger_flytte().create_fraflytningsbekraeftelse(&cpr, &body).await else { return };
//! match &error {
//!     Error::Api(Fault::BorgerErDoed, _) => println!("the citizen has died"),
//!     Error::Api(Fault::ElementFindesIkke, _) => println!("no such move"),
//!     Error::Duplicate(_) => println!("done before: the x-requestId was used"),
//!     error if error.is_not_authorised() => println!("no access to this citizen"),
//!     error if error.is_retryable() => println!("later, perhaps: {error}"),
//!     error => {
//!         println!("{error}");
//!         for violation in error.violations() {
//!             println!("  {}: {}", violation.pointer, violation.message);
//!         }
//!     }
//! }
//! # }
//! ```
//!
//! | variant | what happened | what to do |
//! |---|---|---|
//! | [`Api`](Error::Api) | a code of the operation's table | decide by variant |
//! | [`Invalid`](Error::Invalid) | the call is against the contract, and was not sent | correct it: [`violations`](Error::violations) |
//! | [`Refused`](Error::Refused) | the service found it to be so | the same |
//! | [`Duplicate`](Error::Duplicate) | the `x-requestId` was used before (412) | it was done; for another call use another id |
//! | [`Unexpected`](Error::Unexpected) | an answer that the operation does not document | ask [`common`](DfdgError::common), then the [status](Error::status) |
//! | [`Timeout`](Error::Timeout), [`Transport`](Error::Transport) | no answer; it may have been done all the same | send it again if it [may be](DfdgError::is_retryable) |
//! | [`Credentials`](Error::Credentials) | the token source gave no token, and nothing was sent | see its source |
//! | [`Decode`](Error::Decode) | the answer is not of the contract's form | report it; the call may have been carried out |
//!
//! [`DfdgError`] has the questions that do not depend on the operation.
//!
//! Neither the text nor the `Debug` output of an error shows what was sent or answered: no CPR number, no token. It can
//! be had from the [`Exchange`].
//!
//! # Trying again
//!
//! A call can be cloned, and the clone is the same request with the same `x-requestId`: sent again after a time-out it
//! is carried out once, and a 412 then says that the first one arrived.
//!
//! ```no_run
//! # use std::time::Duration;
//! use dfdg_sdk::DfdgError;
//! # use dfdg_sdk::{Dfdg, api::borgerflytte::types::CreateTilflytningsbekraeftelseRequestDto};
//! # async fn sleep(_: Duration) {}
//! # async fn example(dfdg: Dfdg, body: CreateTilflytningsbekraeftelseRequestDto) -> Result<(), Box<dyn std::error::Error>> {
//! let call = dfdg.borger_flytte().create_tilflytningsbekraeftelse(&body);
//! let mut outcome = call.clone().await;
//! for seconds in [1, 4, 16] {
//!     match &outcome {
//!         Err(error) if error.is_retryable() => sleep(Duration::from_secs(seconds)).await,
//!         _ => break,
//!     }
//!     outcome = call.clone().await;
//!     if outcome.as_ref().is_err_and(|error| error.is_duplicate()) {
//!         outcome = Ok(()); // The first one had arrived.
//!     }
//! }
//! outcome?;
//! # Ok(())
//! # }
//! ```
//!
//! # Credentials
//!
//! [`bearer_token`](DfdgBuilder::bearer_token) takes a token for good, and [`token_from`](DfdgBuilder::token_from) a
//! function that gives one for every call. A [`TokenSource`] keeps what it has got as long as it is good:
//!
//! ```no_run
//! use std::sync::Mutex;
//! use std::time::{Duration, Instant};
//!
//! use dfdg_sdk::{Dfdg, PendingToken, TokenError, TokenSource};
//!
//! struct Kept(Mutex<Option<(String, Instant)>>);
//!
//! impl Kept {
//!     fn good(&self) -> Option<String> {
//!         let kept = self.0.lock().ok()?;
//!         kept.as_ref().filter(|(_, until)| *until > Instant::now()).map(|(token, _)| token.clone())
//!     }
//! }
//!
//! impl TokenSource for Kept {
//!     fn token(&self) -> PendingToken<'_> {
//!         Box::pin(async {
//!             if let Some(token) = self.good() {
//!                 return Ok(token);
//!             }
//!             let token = ask_for_a_token().await?;
//!             if let Ok(mut kept) = self.0.lock() {
//!                 *kept = Some((token.clone(), Instant::now() + Duration::from_secs(240)));
//!             }
//!             Ok(token)
//!         })
//!     }
//!
//!     // A service answered 401: the next call asks for another one.
//!     fn refused(&self, token: &str) {
//!         if let Ok(mut kept) = self.0.lock() {
//!             kept.take_if(|(known, _)| known == token);
//!         }
//!     }
//! }
//! # async fn ask_for_a_token() -> Result<String, TokenError> { Ok(String::new()) }
//!
//! let dfdg = Dfdg::builder("https://dfdg.example.org").token_source(Kept(Mutex::new(None))).build()?;
//! # Ok::<_, dfdg_sdk::BuildError>(())
//! ```
//!
//! A function certificate (FOCES, OCES), and the issuers to trust in a test environment:
//!
#![cfg_attr(feature = "rustls", doc = "```no_run")]
#![cfg_attr(not(feature = "rustls"), doc = "```ignore")]
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let dfdg = dfdg_sdk::Dfdg::builder("https://dfdg.example.org")
//!     .client_certificate(std::fs::read("foces.pem")?)
//!     .root_certificates(std::fs::read("issuers.pem")?)
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! A certificate that a key store or a card holds comes with an HTTP client of one's own:
//! [`http_client`](DfdgBuilder::http_client).
//!
//! # Features
//!
//! - `rustls` (on unless turned off): HTTPS by rustls, with the certificates that the operating system trusts. Without
//!   it, an `https://` address needs an HTTP client that knows TLS by other means.

pub use dfdg_api as api;
pub use dfdg_api::common::operations::CommonError;
pub use dfdg_api::common::types::{
    ActiveOrganisation, Cpr, OrganisationTypeCodeList, RequestOrganisation, RequestUser, RequestUserMetadata,
    RequestUserTypeCodeList, Tidspunkt,
};
pub use kontrakt::client::{Error, Exchange, PendingToken, TokenError, TokenSource};
pub use kontrakt::error::{Fault, OperationError};
pub use kontrakt::observe::{Ended, Observer};
pub use kontrakt::operation::Operation;
pub use kontrakt::reexport::uuid::Uuid;
pub use kontrakt::reexport::{jiff, serde_json, uuid};
pub use kontrakt::{Base64, Invalid, Violation};
pub use reqwest;

mod builder;
mod client;
mod codes;
mod errors;
mod service;
#[cfg(feature = "rustls")]
mod tls;

pub use builder::{BuildError, DfdgBuilder};
pub use client::Dfdg;
pub use codes::{organisation_type, user_type};
pub use errors::DfdgError;
pub use service::Service;

/// Compiles the examples of the readme.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
