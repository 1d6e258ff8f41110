//! Everything that the process logs, from whichever library, at the finest level.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing_subscriber::Layer;
use tracing_subscriber::field::Visit;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;

/// One thing that was logged: who said it, and every field of it.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) target: String,
    pub(crate) text: String,
}

/// All lines so far. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Capture(Arc<Mutex<Vec<Line>>>);

impl Capture {
    /// Becomes the log of the process: for `tracing` and for `log`, without any filter.
    pub(crate) fn start() -> Self {
        let capture = Self::default();
        tracing_subscriber::registry().with(capture.clone()).init();
        log::set_boxed_logger(Box::new(capture.clone())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        capture
    }

    pub(crate) fn lines(&self) -> Vec<Line> {
        self.0.lock().unwrap().clone()
    }

    fn note(&self, target: &str, text: String) {
        self.0.lock().unwrap().push(Line { target: target.to_owned(), text });
    }
}

/// Every field of an event or a span, as a log would write it.
#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn Debug) {
        self.0.push_str(&format!(" {}={value:?}", field.name()));
    }
}

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Capture {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.note(event.metadata().target(), fields.0);
    }

    fn on_new_span(&self, span: &tracing::span::Attributes<'_>, _: &tracing::span::Id, _: Context<'_, S>) {
        let mut fields = Fields::default();
        span.record(&mut fields);
        self.note(span.metadata().target(), format!("{}{}", span.metadata().name(), fields.0));
    }

    fn on_record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        self.note("span", fields.0);
    }
}

impl log::Log for Capture {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.note(record.target(), record.args().to_string());
    }

    fn flush(&self) {}
}
