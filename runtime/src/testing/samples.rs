//! Samples as generated code has them.

use serde_json::Value;

use crate::media::Part;
use crate::schema::Schema;

/// The samples of an operation.
#[derive(Debug)]
pub struct Samples {
    /// The contents that its body may be.
    pub bodies: &'static [BodyKind],
    /// Valid requests as JSON: `path`, `query`, `header` and `cookie` hold parameters by name, `body` the body, `content`
    /// which of the contents it is.
    pub requests: &'static [&'static str],
    /// What a server refuses.
    pub refused: &'static [Broken],
    /// Valid answers.
    pub answers: &'static [Answer],
    /// What a client refuses that validates answers; counted by the valid ones.
    pub unreadable: &'static [Broken],
    /// What has no sample, and why.
    pub left_out: &'static [&'static str],
}

/// What a body is, and in which media type it is sent.
#[derive(Debug, Clone, Copy)]
pub enum BodyKind {
    /// JSON.
    Json(&'static str),
    /// `application/x-www-form-urlencoded`
    Form(&'static Schema),
    /// `multipart/form-data`
    Multipart(&'static [Part]),
    /// Text.
    Text(&'static str),
    /// Bytes.
    Bytes(&'static str),
}

/// A valid sample with one rule broken at one place.
#[derive(Debug, Clone, Copy)]
pub struct Broken {
    pub(super) of: usize,
    pub(super) at: &'static str,
    pub(super) rule: &'static str,
    put: Option<&'static str>,
}

impl Broken {
    /// Sample number `of` with `json` at `at`, a JSON pointer, which breaks `rule`.
    #[must_use]
    pub const fn with(of: usize, at: &'static str, json: &'static str, rule: &'static str) -> Self {
        Self { of, at, rule, put: Some(json) }
    }

    /// Sample number `of` without what must be there at `at`.
    #[must_use]
    pub const fn without(of: usize, at: &'static str) -> Self {
        Self { of, at, rule: "required", put: None }
    }

    /// The same, where another rule than `required` wants it there.
    #[must_use]
    pub const fn breaking(mut self, rule: &'static str) -> Self {
        self.rule = rule;
        self
    }

    /// The sample that is broken in this way.
    pub(super) fn apply(&self, sample: &Value) -> Option<Value> {
        let mut broken = sample.clone();
        let put = self.put.map(serde_json::from_str).transpose().ok()?;
        let (parent, key) = self.at.rsplit_once('/')?;
        let key = key.replace("~1", "/").replace("~0", "~");
        match (broken.pointer_mut(parent)?, put) {
            (Value::Object(map), Some(value)) => drop(map.insert(key, value)),
            (Value::Object(map), None) => drop(map.remove(&key)?),
            (Value::Array(items), value) => {
                let index: usize = key.parse().ok()?;
                match value {
                    Some(value) if index == items.len() => items.push(value),
                    Some(value) => *items.get_mut(index)? = value,
                    None if index < items.len() => drop(items.remove(index)),
                    None => return None,
                }
            }
            _ => return None,
        }
        Some(broken)
    }

    /// Where a violation is said to be.
    pub(super) fn pointer(&self) -> &'static str {
        match self.at.strip_prefix("/body") {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => rest,
            _ => self.at,
        }
    }

    /// As it is told to people.
    pub(super) fn told(&self) -> String {
        let put = self.put.map_or("nothing".to_owned(), str::to_owned);
        format!("sample {} with {put} at {} ({})", self.of, self.at, self.rule)
    }
}

/// A valid answer.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    pub(super) which: usize,
    pub(super) status: u16,
    pub(super) media_type: Option<&'static str>,
    pub(super) asked: usize,
    pub(super) json: &'static str,
}

impl Answer {
    /// An answer with a status; `json` holds its `header`s by name and its `body`. `which` of the operation's answers it
    /// is, is for the test to know.
    #[must_use]
    pub const fn new(which: usize, status: u16, json: &'static str) -> Self {
        Self { which, status, media_type: None, asked: 0, json }
    }

    /// The same answer with a body in this media type.
    #[must_use]
    pub const fn of(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// The same answer, for a call that asks for another content than the preferred one.
    #[must_use]
    pub const fn asked(mut self, offer: usize) -> Self {
        self.asked = offer;
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Broken;

    #[test]
    fn a_sample_is_broken_at_one_place() {
        let sample = json!({ "query": { "a/b": 1 }, "body": { "list": [1] } });
        let with = |at, put| Broken::with(0, at, put, "type").apply(&sample);
        assert_eq!(with("/query/a~1b", "\"x\"").unwrap()["query"], json!({ "a/b": "x" }));
        assert_eq!(with("/body/list/1", "1").unwrap()["body"], json!({ "list": [1, 1] }));
        assert_eq!(with("/body/list/2", "1"), None);
        assert_eq!(with("/body", "null").unwrap()["body"], json!(null));
        assert_eq!(Broken::without(0, "/body/list").apply(&sample).unwrap()["body"], json!({}));
        assert_eq!(Broken::without(0, "/body/other").apply(&sample), None);
        assert_eq!(Broken::without(0, "/body/list").pointer(), "/list");
        assert_eq!(Broken::without(0, "/body").pointer(), "");
        assert_eq!(Broken::without(0, "/query/a").pointer(), "/query/a");
    }
}
