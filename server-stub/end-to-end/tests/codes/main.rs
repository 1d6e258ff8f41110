//! Every entry of every `x-error-codes` is provoked over a real socket through the SDK, and found again by its type,
//! its code, its text and its status. A test is called by its contract and code.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed expectation is a failed test

mod borgerflytte;
mod common;
mod complete;
mod indkaldelse;
mod kontaktinformation;
mod letasyl;
mod webservicebesked;
