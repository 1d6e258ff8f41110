//! What an answer says, as the contract has it.

use serde::de::DeserializeOwned;

use super::answer::Answer;
use super::error::{Error, Exchange, Failure};
use crate::check::Check;
use crate::error::OperationError;
use crate::media;
use crate::operation::{Location, Parameter};
use crate::parameters;
use crate::schema::Schema;
use crate::strict::is_strict;
use crate::violation::{At, Violation};

impl Answer {
    /// The body as JSON, read as a tolerant reader does.
    ///
    /// # Errors
    /// A body that is not of the contract's form.
    pub fn json<T: DeserializeOwned>(&self, schema: &'static Schema) -> Result<T, Failure> {
        self.json_body().and_then(|body| {
            crate::decode_leniently(body, schema).map_err(|violations| self.unreadable(violations))
        })
    }

    fn json_body(&self) -> Result<&[u8], Failure> {
        let essence = media::essence(self.content_type());
        let tolerated = ["", "text/plain", media::OCTET_STREAM];
        if media::is_json(&essence) || (!is_strict() && tolerated.contains(&essence.as_str())) {
            return Ok(&self.body);
        }
        Err(self.unreadable(vec![Violation {
            pointer: String::new(),
            rule: "mediaType",
            message: format!("is {essence}, not JSON"),
        }]))
    }

    /// The body as text.
    ///
    /// # Errors
    /// A body that is not UTF-8.
    pub fn text(&self) -> Result<String, Failure> {
        String::from_utf8(self.body.to_vec()).map_err(|_| {
            let message = "is not UTF-8".to_owned();
            self.unreadable(vec![Violation { pointer: String::new(), rule: "text", message }])
        })
    }

    /// A header of the answer, if it is there.
    ///
    /// # Errors
    /// A header that is not of the contract's form.
    pub fn header<T: DeserializeOwned + Check>(
        &self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<T>, Failure> {
        let parameter = Parameter::new(name, Location::Header, schema);
        parameters::decode_header(&parameter, &self.headers)
            .and_then(|value| match value {
                Some(value) => {
                    let place = parameters::pointer(&parameter);
                    crate::decode_value(value, schema, &At::root(&place)).map(Some)
                }
                None => Ok(None),
            })
            .map_err(|violations| self.unreadable(violations))
    }

    /// As [`Answer::header`], for one that the contract requires. It may be missing all the same, unless answers are
    /// validated.
    ///
    /// # Errors
    /// As [`Answer::header`].
    pub fn required_header<T: DeserializeOwned + Check>(
        &self,
        name: &'static str,
        schema: &'static Schema,
    ) -> Result<Option<T>, Failure> {
        let value = self.header(name, schema)?;
        if value.is_none() && is_strict() {
            let place = At::root("/header").key(name).pointer();
            return Err(self.unreadable(vec![Violation::missing(place)]));
        }
        Ok(value)
    }

    /// The error that an answer stands for which is none of the documented successes.
    #[must_use]
    pub fn into_error<E: OperationError>(self) -> Error<E> {
        let exchange = Exchange::of(&self);
        let documented = exchange.codes().find_map(E::from_code);
        if let Some(error) = documented {
            return Error::Api(error, exchange);
        }
        match E::from_response(self.status, &media::essence(self.content_type()), &self.body) {
            Some(Ok(error)) => Error::Api(error, exchange),
            Some(Err(violations)) => Error::Decode(violations, exchange),
            None => Failure::undocumented(exchange).into(),
        }
    }

    pub(super) fn unreadable(&self, violations: Vec<Violation>) -> Failure {
        Failure::decode(violations, Exchange::of(self))
    }

    pub(super) fn too_large(&self, limit: usize) -> Failure {
        let message = format!("the body has more than {limit} bytes");
        self.unreadable(vec![Violation { pointer: String::new(), rule: "maxLength", message }])
    }
}
