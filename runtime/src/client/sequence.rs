//! What comes one by one in an answer: events, also of answers that follow one that breaks off, and lines.

use std::pin::Pin;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::answer::Answer;
use super::call::Call;
use super::error::{Error, Failure};
use crate::check::Check;
use crate::error::NoError;
use crate::events::{Again, EVENT_STREAM, EventError, Events, Opened, Reading};
use crate::lines::{self, JsonLines, Reading as Lines};
use crate::media;
use crate::schema::Schema;
use crate::strict::{is_strict, strictly};
use crate::violation::{At, Violations};

impl Answer {
    /// The body as server-sent events, whose data is what `schema` says: text where that is a string, JSON otherwise.
    ///
    /// # Errors
    /// An answer in another media type.
    pub fn events<T: DeserializeOwned + 'static>(
        &self,
        schema: &'static Schema,
    ) -> Result<Events<T>, Failure> {
        self.as_asked(&[EVENT_STREAM])?;
        let again = self.again.clone().map(|call| call as Box<dyn Again>);
        Ok(Events::from_source(Reading::new(self.body(), schema, is_strict(), again)))
    }
}

impl Answer {
    /// The body as JSON line by line.
    ///
    /// # Errors
    /// An answer in none of `media_types`.
    pub fn lines<T: DeserializeOwned + 'static>(
        &self,
        media_types: &[&str],
        schema: &'static Schema,
    ) -> Result<JsonLines<T>, Failure> {
        self.as_asked(media_types)?;
        let (body, strict) = (self.body(), is_strict());
        let limit = body.limit();
        let decode = move |line: &[u8]| {
            let read = || crate::decode_leniently(line, schema);
            if strict { strictly(read) } else { read() }
        };
        Ok(JsonLines::from_source(Lines::new(body, self.content_type(), limit, decode)))
    }
}

impl Call {
    /// Sends `lines` as JSON, each held against `schema` before it is sent: one that breaks a rule breaks the request
    /// off.
    #[must_use]
    pub fn lines<T: Serialize + Check + 'static>(
        self,
        media_type: &'static str,
        schema: &'static Schema,
        lines: impl Into<JsonLines<T>>,
    ) -> Self {
        let check = move |item: &T| {
            let mut found = Violations::default();
            item.check(schema, &At::root(""), &mut found);
            found.into_vec()
        };
        self.body(media_type, lines::body(lines.into(), media_type, check))
    }
}

impl Again for Call {
    fn again(&self, last_id: Option<&str>, delay: Duration) -> Pin<Box<dyn Future<Output = Opened> + Send>> {
        let call = self.clone();
        let call = match last_id.filter(|id| !id.is_empty()) {
            Some(id) => call.after(id),
            None => call,
        };
        Box::pin(async move {
            tokio::time::sleep(delay).await;
            match call.send().await {
                Ok(answer) => opened(&answer),
                Err(failure) => {
                    let error: Error<NoError> = failure.into();
                    let lasting = !matches!(error, Error::Transport(..) | Error::Timeout(_));
                    Opened::Failed { error: EventError::broken(error), lasting }
                }
            }
        })
    }
}

fn opened(answer: &Answer) -> Opened {
    let goes_on = answer.unread.is_some() && media::essence(answer.content_type()) == EVENT_STREAM;
    match answer.status() {
        204 => Opened::Ended,
        _ if goes_on => Opened::Going(answer.body()),
        // A server that is about to start says so.
        status => Opened::Failed { error: EventError::not_resumed(status), lasting: status < 500 },
    }
}
