//! Answers.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};

use super::broken::{Breaker, Known};
use super::sample::{Answer, Broken, Samples, Which};
use super::{FULL, Maker, Wire, below};
use crate::ir::{Api, Content, Operation, Payload, Response, Status};
use crate::pattern::Compiled;

/// How many values of one body are answered.
const MOST: usize = 24;

/// Makes the answers of an operation.
pub(super) fn fill(
    api: &Api,
    patterns: &BTreeMap<String, Compiled>,
    operation: &Operation,
    samples: &mut Samples,
) {
    let mut answers = Answers {
        operation,
        json: Maker::new(api, patterns, Wire::Json),
        headers: [Wire::Ascii, Wire::Item].map(|wire| Maker::new(api, patterns, wire)),
        known: HashSet::new(),
        samples,
    };
    for (index, response) in operation.successes.iter().enumerate() {
        answers.response(response, |content| Which::Success(index, content));
    }
    if operation.successes.is_empty() {
        // What no contract describes is answered all the same.
        let (which, value) = (Which::Success(0, 0), Value::Object(Map::new()));
        answers.samples.answers.push(Answer { which, status: 204, media_type: None, value });
    }
    for (index, response) in operation.failures.iter().enumerate() {
        answers.response(response, |content| Which::Failure(index, content));
    }
    for (index, code) in operation.codes.iter().enumerate() {
        let value = Value::Object(Map::new());
        let which = Which::Code(index);
        answers.samples.answers.push(Answer { which, status: code.status, media_type: None, value });
    }
}

struct Answers<'a, 's> {
    operation: &'a Operation,
    json: Maker<'a>,
    /// For single texts, and for several.
    headers: [Maker<'a>; 2],
    known: Known,
    samples: &'s mut Samples,
}

impl Answers<'_, '_> {
    fn response(&mut self, response: &Response, which: impl Fn(usize) -> Which) {
        let Some(status) = self.status(response.status) else {
            let reason =
                format!("the {} answer: every status of it has one of its own", called(response.status));
            return self.samples.left_out.push(reason);
        };
        let bodiless = self.operation.method == "HEAD" || matches!(status, 100..=199 | 204 | 205 | 304);
        if (100..=199).contains(&status) || (bodiless && !response.contents.is_empty()) {
            let reason = format!("the answer {status}: HTTP has no body there");
            return self.samples.left_out.push(reason);
        }
        let own = response.headers.iter().find(|header| is_of_http(&header.name));
        if let Some(header) = own.filter(|_| self.operation.method != "HEAD") {
            let reason =
                format!("the answer {status}: its header `{}` is written by HTTP itself", header.name);
            return self.samples.left_out.push(reason);
        }
        let headers = self.headers_of(response);
        if response.contents.is_empty() {
            return self.answer(response, which(0), status, None, &[Value::Null], &headers);
        }
        for (index, content) in response.contents.iter().enumerate() {
            let bodies = self.bodies(content);
            if bodies.is_empty() {
                let reason =
                    format!("the answer {status} in `{}`: no value of it was found", content.first());
                self.samples.left_out.push(reason);
                continue;
            }
            self.answer(response, which(index), status, Some(content), &bodies, &headers);
        }
    }

    /// The status of a sample: one that means nothing else.
    fn status(&self, status: Status) -> Option<u16> {
        let taken = |code: u16| {
            self.operation.answers().any(|other| other.status == Status::Code(code))
                || self.operation.codes.iter().any(|known| known.status == code)
        };
        let class_taken =
            |code: u16| self.operation.answers().any(|other| other.status == Status::Class(code / 100));
        let success = self.operation.successes.iter().any(|response| response.status == status);
        match status {
            Status::Code(code) => Some(code),
            Status::Class(class) => (class * 100..class * 100 + 100)
                .find(|code| !taken(*code) && !matches!(code, 204 | 205 | 304)),
            Status::Default if success => (200..204).chain(206..300).find(|code| !taken(*code)),
            Status::Default => (400..600).find(|code| !taken(*code) && !class_taken(*code)),
        }
    }

    fn bodies(&self, content: &Content) -> Vec<Value> {
        let mut found = match &content.payload {
            Payload::Json(ty) | Payload::Form(ty) => self.json.values(ty, FULL + 1),
            Payload::Text => vec!["text".into(), "smørrebrød, 日本 ☕\r\n\"\\".into()],
            Payload::Binary | Payload::Multipart(_) | Payload::Events(_) | Payload::Lines(_) => {
                vec!["bytes".into(), "\u{0}ÿ\r\n--".into()]
            }
        };
        found.truncate(MOST);
        found
    }

    fn headers_of(&self, response: &Response) -> Vec<Vec<Value>> {
        let values = |maker: &Maker<'_>, ty| {
            let mut values = maker.values(ty, 1);
            values.retain(|value| match value {
                Value::Array(items) => {
                    !items.is_empty() && items.iter().all(|item| !item.is_object() && !item.is_array())
                }
                Value::Object(map) => {
                    !map.is_empty() && map.values().all(|item| !item.is_object() && !item.is_array())
                }
                value => !value.is_null(),
            });
            values
        };
        let [alone, several] = &self.headers;
        let of = |ty| {
            let found = values(alone, ty);
            match found.iter().any(|value| value.is_array() || value.is_object()) {
                true => values(several, ty),
                false => found,
            }
        };
        response.headers.iter().map(|header| of(&header.ty)).collect()
    }

    fn answer(
        &mut self,
        response: &Response,
        which: Which,
        status: u16,
        content: Option<&Content>,
        bodies: &[Value],
        headers: &[Vec<Value>],
    ) {
        let rounds = headers.iter().map(Vec::len).max().unwrap_or_default().max(bodies.len()).min(MOST);
        for round in 0..rounds {
            let mut value = Map::new();
            let given: Map<String, Value> = response
                .headers
                .iter()
                .zip(headers)
                .filter(|(header, values)| {
                    !values.is_empty()
                        && (round > 0 || rounds == 1 || header.required || is_of_http(&header.name))
                })
                .map(|(header, values)| (header.name.clone(), values[round % values.len()].clone()))
                .collect();
            if !given.is_empty() {
                value.insert("header".to_owned(), Value::Object(given));
            }
            if content.is_some() {
                value.insert("body".to_owned(), bodies[round % bodies.len()].clone());
            }
            let media_type = content.map(|content| content.media_type().to_owned());
            let answer = Answer { which, status, media_type, value: Value::Object(value) };
            self.samples.answers.push(answer);
        }
        let mut order: Vec<usize> =
            (self.samples.answers.len() - rounds..self.samples.answers.len()).collect();
        order.sort_by_key(|index| std::cmp::Reverse(self.samples.answers[*index].value.to_string().len()));
        for of in order {
            self.break_answer(of, response, content);
        }
    }

    /// Breaks one answer.
    fn break_answer(&mut self, of: usize, response: &Response, content: Option<&Content>) {
        let last = &self.samples.answers[of];
        let mut breaker = Breaker::new(&self.json, of, &mut self.known);
        if let (Some(Payload::Json(ty)), Some(body)) =
            (content.map(|content| &content.payload), last.value.get("body"))
        {
            breaker.value(ty, body, "/body");
        }
        let mut found = breaker.found;
        for header in &response.headers {
            let Some(value) = last.value.get("header").and_then(|headers| headers.get(&header.name)) else {
                continue;
            };
            let mut known = HashSet::new();
            let maker =
                if value.is_array() || value.is_object() { &self.headers[1] } else { &self.headers[0] };
            let mut breaker = Breaker::new(maker, of, &mut known);
            let at = below("/header", &header.name);
            if header.required && self.operation.successes.iter().any(|it| std::ptr::eq(it, response)) {
                breaker.missing(&at);
            }
            breaker.value(&header.ty, value, &at);
            found.extend(breaker.found);
        }
        let status = last.status;
        let known = |new: &Broken| {
            self.samples.unreadable.iter().any(|old| {
                (&old.at, old.rule) == (&new.at, new.rule) && self.samples.answers[old.of].status == status
            })
        };
        found.retain(|new| !known(new));
        self.samples.unreadable.extend(found);
    }
}

/// Whether a server writes a header by itself.
fn is_of_http(name: &str) -> bool {
    ["connection", "content-length", "content-type", "date", "transfer-encoding"]
        .contains(&name.to_ascii_lowercase().as_str())
}

/// The key of a response in words.
fn called(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}
