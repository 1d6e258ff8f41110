//! Numbers: the type that holds them, and their bounds.

use openapiv3::AnySchema;
use serde_json::Value;

use super::Lowering;
use super::node::Node;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::ext;
use crate::ir::{Integer, Kind, Literal, Number, Rule, TypeRef};

/// The lowest and the highest number that a type holds.
const fn range(integer: Integer) -> (i128, i128) {
    match integer {
        Integer::I32 => (i32::MIN as i128, i32::MAX as i128),
        Integer::I64 => (i64::MIN as i128, i64::MAX as i128),
        Integer::U32 => (0, u32::MAX as i128),
        Integer::U64 => (0, u64::MAX as i128),
    }
}

/// How far the limits of 64 bits may be off: many tools write them rounded, as 9223372036854776000.
const ROUNDED: i128 = 1000;

impl Lowering<'_, '_> {
    /// A whole number: of the type that its format says, else of 64 bits, without sign where only that holds its bounds.
    pub(super) fn integer(&mut self, node: &Node<'_>) -> TypeRef {
        let (minimum, maximum) = (bound(node, ext::MINIMUM), bound(node, ext::MAXIMUM));
        let open = |exclusive: Option<bool>| i128::from(exclusive == Some(true));
        let least =
            minimum.as_ref().and_then(whole).map(|n| n.saturating_add(open(node.any.exclusive_minimum)));
        let most =
            maximum.as_ref().and_then(whole).map(|n| n.saturating_sub(open(node.any.exclusive_maximum)));
        let beyond = most.is_some_and(|most| most > range(Integer::I64).1 + ROUNDED);
        let integer = match node.any.format.as_deref() {
            Some("int32" | "int16" | "int8" | "uint8" | "uint16") => Integer::I32,
            Some("uint32") => Integer::U32,
            Some("uint64" | "uint") => Integer::U64,
            Some("int64") => Integer::I64,
            _ if beyond && least.is_some_and(|least| least >= 0) => Integer::U64,
            _ => Integer::I64,
        };
        let (low, high) = range(integer);
        if least.is_some_and(|least| least < low - ROUNDED) {
            self.report_bound(node, "minimum", low);
        }
        if most.is_some_and(|most| most > high + ROUNDED) {
            self.report_bound(node, "maximum", high);
        }
        self.number(node, Kind::Integer(integer))
    }

    fn report_bound(&mut self, node: &Node<'_>, keyword: &str, limit: i128) {
        let message = format!("the `{keyword}` is beyond {limit}, where the type of the number ends");
        let at = node.part(&[keyword]);
        let help = "numbers beyond are refused; give it a `format` that holds them, if there is one";
        self.sink.push(Diagnostic::new(Code::NotExpressible, at, message).with_help(help));
    }

    pub(super) fn number(&mut self, node: &Node<'_>, kind: Kind) -> TypeRef {
        let any = &*node.any;
        self.note_features(&kind, &node.at);
        let mut ty = TypeRef::new(kind);
        if let Some(minimum) = bound(node, ext::MINIMUM) {
            let exclusive = any.exclusive_minimum == Some(true);
            ty.rules.push(if exclusive { Rule::ExclusiveMinimum(minimum) } else { Rule::Minimum(minimum) });
        }
        if let Some(maximum) = bound(node, ext::MAXIMUM) {
            let exclusive = any.exclusive_maximum == Some(true);
            ty.rules.push(if exclusive { Rule::ExclusiveMaximum(maximum) } else { Rule::Maximum(maximum) });
        }
        ty.rules.extend(any.multiple_of.map(literal_of_float).map(Rule::MultipleOf));
        ty
    }
}

/// `minimum` or `maximum` as it is written.
fn bound(node: &Node<'_>, key: &str) -> Option<Literal> {
    match node.extension(key) {
        Some(Value::Number(n)) => Some(literal_of(n)),
        Some(Value::String(text)) => {
            text.parse().map(Literal::Integer).or_else(|_| text.parse().map(Literal::Number)).ok()
        }
        _ if key == ext::MINIMUM => node.any.minimum.map(literal_of_float),
        _ => node.any.maximum.map(literal_of_float),
    }
}

/// The whole number that a bound is or is next to.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is beyond 128 bits is cut off there, far from any type"
)]
fn whole(bound: &Literal) -> Option<i128> {
    match bound {
        Literal::Integer(n) => Some(*n),
        Literal::Number(n) if !n.is_nan() => Some(n.round() as i128),
        _ => None,
    }
}

pub(super) fn number_kind(any: &AnySchema) -> Kind {
    match any.format.as_deref() {
        Some("float") => Kind::Number(Number::F32),
        Some("decimal") => Kind::DecimalNumber,
        _ => Kind::Number(Number::F64),
    }
}

pub(super) fn literal_of(n: &serde_json::Number) -> Literal {
    let whole = n.as_i64().map(i128::from).or_else(|| n.as_u64().map(i128::from));
    whole.map_or_else(|| literal_of_float(n.as_f64().unwrap_or(f64::NAN)), Literal::Integer)
}

fn literal_of_float(n: f64) -> Literal {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number within 2^53")]
    if n.fract() == 0.0 && n.abs() <= EXACT { Literal::Integer(n as i128) } else { Literal::Number(n) }
}
