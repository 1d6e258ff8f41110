//! What a request carries where parameters travel.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::COOKIE;
use percent_encoding::percent_decode_str;

#[cfg(any(feature = "client", feature = "server"))]
use crate::operation::Location;

/// What a request carries where parameters travel. Values are kept as they stand there, since a delimiter that is
/// percent-encoded is none.
#[derive(Default)]
pub struct Raw<'a> {
    pub(super) path: Vec<(&'a str, Cow<'a, str>)>,
    pub(super) query: Pairs<'a>,
    pub(super) cookies: Pairs<'a>,
    pub(super) headers: Option<&'a HeaderMap>,
}

/// Decoded names with undecoded values.
pub(super) type Pairs<'a> = Vec<(String, &'a str)>;

impl std::fmt::Debug for Raw<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Raw")
    }
}

impl<'a> Raw<'a> {
    /// What stands in a request: the values of its path template by name, its query string and its headers.
    #[must_use]
    pub fn of(path: Vec<(&'a str, Cow<'a, str>)>, query: Option<&'a str>, headers: &'a HeaderMap) -> Self {
        let cookies = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter_map(|(name, value)| Some((unescape(name, false)?, unquoted(value))))
            .collect();
        Self { path, query: pairs(query.unwrap_or_default()), cookies, headers: Some(headers) }
    }

    /// The value called `name`, where there is exactly one. A value of the query is decoded; headers and cookies have no
    /// encoding of their own.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn only(&self, location: Location, name: &str) -> Option<String> {
        match location {
            Location::Path => None,
            Location::Query => unescape(only(named(&self.query, name))?, true),
            Location::Cookie => only(named(&self.cookies, name)).map(str::to_owned),
            Location::Header => {
                let value = only(self.headers?.get_all(name).iter())?;
                value.to_str().ok().map(str::to_owned)
            }
        }
    }

    /// A form.
    pub(super) fn of_form(body: &'a str) -> Self {
        Self { query: pairs(body), ..Self::default() }
    }
}

#[cfg(any(feature = "client", feature = "server"))]
fn named<'a>(pairs: &Pairs<'a>, name: &str) -> impl Iterator<Item = &'a str> {
    pairs.iter().filter(move |(found, _)| found == name).map(|(_, value)| *value)
}

#[cfg(any(feature = "client", feature = "server"))]
fn only<T>(mut values: impl Iterator<Item = T>) -> Option<T> {
    values.next().filter(|_| values.next().is_none())
}

fn pairs(text: &str) -> Pairs<'_> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .filter_map(|(name, value)| Some((unescape(name, true)?, value)))
        .collect()
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value)
}

/// Undoes percent-encoding, and `+` for a space where forms write so; `None` for what is no UTF-8 then.
pub(super) fn unescape(text: &str, plus: bool) -> Option<String> {
    let text =
        if plus && text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    percent_decode_str(&text).decode_utf8().ok().map(Cow::into_owned)
}
