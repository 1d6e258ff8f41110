//! Events of an answer, and of those that follow it where it breaks off.

use std::pin::Pin;
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::answer::Answer;
use super::call::Call;
use super::error::{Error, Failure};
use crate::error::NoError;
use crate::events::{Again, EVENT_STREAM, EventError, Events, Opened, Reading};
use crate::media;
use crate::schema::Schema;
use crate::strict::is_strict;

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
