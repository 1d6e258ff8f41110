//! What a test expects of an answer.

use std::fmt::Debug;

use dfdg_api::common::operations::COMMON_CODES;
use dfdg_sdk::{CommonError, DfdgError, Error, Exchange, OperationError};
use kontrakt::operation::{Code, ErrorCode};

use crate::Answer;

/// The call was answered with this documented error: by its type, by its code, with the contract's text and status.
#[track_caller]
pub fn documented<T: Debug, E: OperationError + PartialEq + Debug>(
    result: Result<T, Error<E>>,
    expected: &E,
    code: i32,
) {
    let known = expected.code().unwrap();
    assert_eq!(known.code, Code::Integer(code.into()), "the name stands for another code");
    match result {
        Err(Error::Api(found, exchange)) => {
            assert_eq!(found, *expected);
            carries(&exchange, known);
        }
        other => panic!("expected {expected:?}, got {other:?}"),
    }
}

/// The call was answered with this framework fault, whether or not its own table lists that.
#[track_caller]
pub fn common<T: Debug, E: OperationError + Debug>(
    result: Result<T, Error<E>>,
    expected: CommonError,
    code: i32,
) {
    let error = match result {
        Err(error) => error,
        Ok(value) => panic!("expected {expected:?}, got {value:?}"),
    };
    assert_eq!(error.common(), Some(expected), "{error:?}");
    assert!(error.has_code(code));
    let known = COMMON_CODES.iter().find(|known| known.code == Code::Integer(code.into())).unwrap();
    assert_eq!(CommonError::from_code(known.code), Some(expected), "the name stands for another code");
    carries(error.exchange().unwrap(), known);
}

/// The answer carries this code, alone, with the contract's text and status, as a problem document.
#[track_caller]
fn carries(exchange: &Exchange, known: &ErrorCode) {
    assert_eq!(exchange.status(), Some(known.status));
    let faults: Vec<_> = exchange.faults().iter().map(|one| (one.code.clone(), one.text.clone())).collect();
    assert_eq!(faults, [(known.code.to_string(), known.text.to_owned())]);
    let content_type = exchange.headers().unwrap().get(reqwest::header::CONTENT_TYPE).unwrap();
    assert_eq!(content_type, "application/problem+json");
}

/// The answer is a problem document with this status and these codes, and it says the same status in its body.
#[track_caller]
pub fn problem(answer: &Answer, status: u16, codes: &[i64]) {
    assert_eq!((answer.status, answer.codes().as_slice()), (status, codes), "{}", answer.body);
    assert_eq!(answer.content_type(), "application/problem+json", "{}", answer.body);
    assert_eq!(answer.json()["status"], status, "{}", answer.body);
    assert!(answer.json()["title"].is_string(), "{}", answer.body);
}

/// The answer says that these places break these rules, and names no others.
#[track_caller]
pub fn violations(answer: &Answer, expected: &[(&str, &str)]) {
    let found = answer.violations();
    let found: Vec<_> = found.iter().map(|(pointer, rule)| (pointer.as_str(), rule.as_str())).collect();
    assert_eq!(found, expected, "{}", answer.body);
}

/// As [`documented`], of an answer to a request that the SDK cannot make.
#[track_caller]
pub fn documented_raw<E: OperationError + PartialEq + Debug>(answer: &Answer, expected: &E, code: i32) {
    let known = expected.code().unwrap();
    assert_eq!(known.code, Code::Integer(code.into()), "the name stands for another code");
    problem(answer, known.status, &[code.into()]);
    assert_eq!(E::from_code(known.code).as_ref(), Some(expected));
    assert_eq!(answer.json()["fejlkoder"][0]["fejltekst"], known.text);
}
