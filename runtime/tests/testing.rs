//! The tests of round trips see what is lost on the way.

#![cfg(feature = "testing")]

use std::sync::Arc;

use kontrakt::client::Transport;
use kontrakt::operation::{ErrorBody, Location, Operation, Parameter};
use kontrakt::schema::{INT32, Rule, STRING, Schema, Shape};
use kontrakt::server::{Context, Failure, Input, OpenGate, Refusal, Reply, Routes};
use kontrakt::testing::{Answer, Broken, Given, Samples, Slot, Trip};
use kontrakt::{NoError, schema};

static NAME: Schema = Schema::new(Shape::String).rules(&[Rule::MaxLength(3)]);

static GREET: Operation = Operation {
    name: "greet",
    method: "GET",
    path: "/greet",
    parameters: &[
        Parameter::new("name", Location::Query, &NAME),
        Parameter::new("times", Location::Query, &INT32),
    ],
    security: &[],
    access: &[],
    codes: &[],
    error_body: &ErrorBody::PROBLEM,
};

/// The same, of which the client takes any name.
static GREET_ANYBODY: Operation = Operation {
    name: "greetAnybody",
    method: "GET",
    path: "/greet",
    parameters: &[
        Parameter::new("name", Location::Query, &STRING),
        Parameter::new("times", Location::Query, &INT32),
    ],
    security: &[],
    access: &[],
    codes: &[],
    error_body: &ErrorBody::PROBLEM,
};

const VALID: Samples = Samples {
    bodies: &[],
    requests: &["{}", r#"{"query":{"name":"abc","times":2}}"#],
    refused: &[
        Broken::with(1, "/query/name", r#""abcd""#, "maxLength"),
        Broken::with(1, "/query/times", r#""many""#, "type"),
    ],
    answers: &[
        Answer::new(0, 200, r#"{"body":"hej"}"#).of("application/json"),
        Answer::new(0, 200, r#"{"body":"æøå"}"#).of("application/json"),
    ],
    unreadable: &[Broken::with(0, "/body", "17", "type")],
    left_out: &[],
};

/// What the handler does with what it is given and with what it answers.
#[derive(Clone, Copy)]
struct Service {
    forgets: bool,
    mumbles: bool,
}

const GOOD: Service = Service { forgets: false, mumbles: false };

/// Sends the samples through a service that keeps to `served`, and a client that keeps to `called`.
fn run(service: Service, served: &'static Operation, called: &'static Operation, samples: &'static Samples) {
    let router = move |slot: Slot| {
        let handler = move |_: Arc<Slot>, mut input: Input<()>| {
            let slot = slot.clone();
            async move { greet(service, &slot, &mut input) }
        };
        Routes::new(Slot::default(), OpenGate).route(served, handler).into_router()
    };
    Trip::new(served, samples, router, |transport: Transport| transport).run(
        |transport, sent| {
            let mut call = transport.call(called);
            if let Some(name) = sent.optional::<String>(0)? {
                call = call.parameter(0, &name);
            }
            if let Some(times) = sent.optional::<i32>(1)? {
                call = call.parameter(1, &times);
            }
            Ok(call.answer_json::<String, NoError>(200, &schema::STRING))
        },
        |told| Ok(Ok(told.body()?)),
    );
}

fn greet(service: Service, slot: &Slot, input: &mut Input<()>) -> Result<Reply, Refusal> {
    let name: Option<String> = input.optional(0)?;
    let times: Option<i32> = input.optional(1)?;
    let given = Given::new().parameter(&name.filter(|_| !service.forgets)).parameter(&times);
    let context: &Context<()> = input.context();
    let answer: Result<String, Failure<NoError>> = slot.answer(context, given);
    let answer = answer?;
    Ok(Reply::json(200, if service.mumbles { "mmh" } else { &answer }))
}

#[test]
fn what_is_kept_to_comes_through() {
    static SAMPLES: Samples = VALID;
    run(GOOD, &GREET, &GREET, &SAMPLES);
}

#[test]
#[should_panic(expected = "the handler was given null as `name`")]
fn a_parameter_that_is_lost_is_missed() {
    static SAMPLES: Samples = VALID;
    run(Service { forgets: true, ..GOOD }, &GREET, &GREET, &SAMPLES);
}

#[test]
#[should_panic(expected = "the client was not given what the handler answered")]
fn an_answer_that_is_another_one_is_noticed() {
    static SAMPLES: Samples = VALID;
    run(Service { mumbles: true, ..GOOD }, &GREET, &GREET, &SAMPLES);
}

#[test]
#[should_panic(expected = "/query/name (maxLength): the handler was called")]
fn a_server_that_does_not_keep_a_rule_is_found_out() {
    static SAMPLES: Samples = VALID;
    run(GOOD, &GREET_ANYBODY, &GREET_ANYBODY, &SAMPLES);
}

#[test]
#[should_panic(expected = "/query/name (maxLength): the client sent it")]
fn a_client_that_does_not_keep_a_rule_is_found_out() {
    static SAMPLES: Samples = VALID;
    run(GOOD, &GREET, &GREET_ANYBODY, &SAMPLES);
}

#[test]
#[should_panic(expected = "the server says /query/times (type)")]
fn a_violation_at_another_place_does_not_count() {
    static SAMPLES: Samples =
        Samples { refused: &[Broken::with(1, "/query/times", r#""many""#, "minimum")], ..VALID };
    run(GOOD, &GREET, &GREET, &SAMPLES);
}

#[test]
#[should_panic(expected = "answer sample 0 with \"x\" at /body (type): the client took it")]
fn an_answer_that_is_taken_although_it_should_not_be_is_found_out() {
    static SAMPLES: Samples = Samples { unreadable: &[Broken::with(0, "/body", r#""x""#, "type")], ..VALID };
    run(GOOD, &GREET, &GREET, &SAMPLES);
}

#[test]
#[should_panic(expected = "the request has no type")]
fn a_type_that_cannot_hold_a_valid_value_is_a_fault() {
    static SAMPLES: Samples = Samples { requests: &[r#"{"query":{"times":2.5}}"#], ..VALID };
    run(GOOD, &GREET, &GREET, &SAMPLES);
}
