//! Numbers at the edges of what their rules allow, and just beyond.
//!
//! Everything is counted in units of a power of ten that makes whole numbers of all bounds, so that 0.3 is a multiple of 0.1.

use serde_json::{Number as JsonNumber, Value};

use crate::ir::{Integer, Kind, Literal, Number, Rule};

/// Which numbers are allowed, in units of `10^-scale`.
pub(super) struct Numbers {
    scale: u32,
    least: Option<i128>,
    most: Option<i128>,
    /// What all are multiples of: because the contract says so, or to be whole, or to have a short form in binary.
    step: i128,
    whole: bool,
    /// What the Rust type holds.
    width: Option<(i128, i128)>,
}

/// More digits behind the point, or before it, than anything is counted with.
const MOST_DIGITS: u32 = 15;

impl Numbers {
    /// The numbers of a type; none for rules that cannot be counted with.
    pub(super) fn of(kind: &Kind, rules: &[Rule]) -> Option<Numbers> {
        let whole = matches!(kind, Kind::Integer(_));
        let single = matches!(kind, Kind::Number(Number::F32));
        let limits: Vec<(i128, u32)> = rules.iter().filter_map(limit).map(decimal).collect::<Option<_>>()?;
        let places = limits.iter().map(|(_, scale)| *scale).max().unwrap_or_default();
        let scale = if whole { places } else { places.max(2) };
        let one = 10_i128.pow(scale);
        let mut numbers = Numbers { scale, least: None, most: None, step: 1, whole, width: None };
        if whole {
            numbers.step = one;
        } else if single {
            // A quarter has a short form in 32 bits, and so have its multiples.
            numbers.step = 25 * 10_i128.pow(scale - 2);
        }
        if let Kind::Integer(width) = kind {
            let (least, most) = bounds(*width);
            (numbers.least, numbers.most) = (Some(least * one), Some(most * one));
            numbers.width = Some((least * one, most * one));
        }
        for rule in rules {
            numbers.narrow(rule)?;
        }
        numbers.first().zip(numbers.last()).is_none_or(|(first, last)| first <= last).then_some(numbers)
    }

    fn narrow(&mut self, rule: &Rule) -> Option<()> {
        let Some(value) = limit(rule) else { return Some(()) };
        let value = self.units(value)?;
        match rule {
            Rule::Minimum(_) => self.least = self.least.max(Some(value)),
            Rule::ExclusiveMinimum(_) => self.least = self.least.max(Some(value + 1)),
            Rule::Maximum(_) => self.most = Some(self.most.map_or(value, |most| most.min(value))),
            Rule::ExclusiveMaximum(_) => {
                self.most = Some(self.most.map_or(value - 1, |most| most.min(value - 1)));
            }
            Rule::MultipleOf(_) if value > 0 => self.step = common_multiple(self.step, value)?,
            _ => {}
        }
        Some(())
    }

    fn units(&self, literal: &Literal) -> Option<i128> {
        let (digits, scale) = decimal(literal)?;
        digits.checked_mul(10_i128.checked_pow(self.scale.checked_sub(scale)?)?)
    }

    fn first(&self) -> Option<i128> {
        self.least.map(|least| least.div_euclid(self.step) * self.step).map(|below| match self.least {
            Some(least) if below < least => below + self.step,
            _ => below,
        })
    }

    fn last(&self) -> Option<i128> {
        self.most.map(|most| most.div_euclid(self.step) * self.step)
    }

    /// Allowed ones, the plainest first: a small one, then the bounds.
    pub(super) fn allowed(&self) -> Vec<Value> {
        let one = 10_i128.pow(self.scale);
        let small = [one, 0, self.step, -one, one * 3 / 2, -one * 9 / 4];
        let edges = [self.first(), self.last()].into_iter().flatten();
        let beside = [self.first().map(|n| n + self.step), self.last().map(|n| n - self.step)];
        let mut found = Vec::new();
        for units in small[..3]
            .iter()
            .copied()
            .chain(edges)
            .chain(small[3..].iter().copied())
            .chain(beside.into_iter().flatten())
        {
            if self.allows(units) && !found.contains(&units) && found.len() < 6 {
                found.push(units);
            }
        }
        found.into_iter().filter_map(|units| self.value(units)).collect()
    }

    /// Whether a number of the contract is one of them.
    pub(super) fn holds(&self, literal: &Literal) -> bool {
        self.units(literal).is_some_and(|units| self.allows(units))
    }

    fn allows(&self, units: i128) -> bool {
        units % self.step == 0
            && self.least.is_none_or(|least| units >= least)
            && self.most.is_none_or(|most| units <= most)
    }

    /// One that breaks a rule, and no other one, if there is one.
    pub(super) fn breaking(&self, rule: &Rule) -> Option<Value> {
        let limit = self.units(limit(rule)?)?;
        let units = match rule {
            Rule::Minimum(_) => Self::below(limit - 1, self.step),
            Rule::ExclusiveMinimum(_) => Self::below(limit, self.step),
            Rule::Maximum(_) => Self::below(limit + self.step, self.step),
            Rule::ExclusiveMaximum(_) => Self::below(limit + self.step - 1, self.step),
            Rule::MultipleOf(_) => {
                let unit = if self.whole { 10_i128.pow(self.scale) } else { 1 };
                let start = self.first().or(self.last()).unwrap_or_default();
                let near = [start + unit, start - unit, start + 2 * unit];
                let inside = |units: &i128| {
                    self.least.is_none_or(|least| *units >= least)
                        && self.most.is_none_or(|most| *units <= most)
                };
                near.into_iter().filter(inside).find(|units| units % limit != 0)?
            }
            _ => return None,
        };
        let beyond = match rule {
            Rule::Minimum(_) => units < limit && self.most.is_none_or(|most| units <= most),
            Rule::ExclusiveMinimum(_) => units <= limit && self.most.is_none_or(|most| units <= most),
            Rule::Maximum(_) => units > limit && self.least.is_none_or(|least| units >= least),
            Rule::ExclusiveMaximum(_) => units >= limit && self.least.is_none_or(|least| units >= least),
            _ => true,
        };
        let held = self.width.is_none_or(|(least, most)| (least..=most).contains(&units));
        if beyond && held { self.value(units) } else { None }
    }

    fn below(units: i128, step: i128) -> i128 {
        units.div_euclid(step) * step
    }

    /// A number of units as JSON has it.
    fn value(&self, units: i128) -> Option<Value> {
        let one = 10_i128.pow(self.scale);
        if units % one == 0 {
            let whole = units / one;
            return match (i64::try_from(whole), u64::try_from(whole)) {
                (Ok(whole), _) => Some(whole.into()),
                (_, Ok(whole)) => Some(whole.into()),
                _ => None,
            };
        }
        let sign = if units < 0 { "-" } else { "" };
        let (before, behind) = (units.abs() / one, units.abs() % one);
        let text = format!("{sign}{before}.{behind:0width$}", width = self.scale as usize);
        JsonNumber::from_f64(text.parse().ok()?).map(Value::Number)
    }
}

/// The limits of a width.
fn bounds(width: Integer) -> (i128, i128) {
    match width {
        Integer::I32 => (i32::MIN.into(), i32::MAX.into()),
        Integer::I64 => (i64::MIN.into(), i64::MAX.into()),
        Integer::U32 => (0, u32::MAX.into()),
        Integer::U64 => (0, u64::MAX.into()),
    }
}

/// A whole number that the width does not hold although JSON has it; none for those of 64 bits.
pub(super) fn beyond(width: Integer) -> Option<Value> {
    match width {
        Integer::I32 => Some((i64::from(i32::MAX) + 1).into()),
        Integer::U32 => Some((i64::from(u32::MAX) + 1).into()),
        Integer::I64 => Some((i64::MAX.unsigned_abs() + 1).into()),
        Integer::U64 => Some((-1).into()),
    }
}

fn limit(rule: &Rule) -> Option<&Literal> {
    match rule {
        Rule::Minimum(limit)
        | Rule::ExclusiveMinimum(limit)
        | Rule::Maximum(limit)
        | Rule::ExclusiveMaximum(limit)
        | Rule::MultipleOf(limit) => Some(limit),
        _ => None,
    }
}

/// A number as digits and how many of them stand behind the point.
fn decimal(literal: &Literal) -> Option<(i128, u32)> {
    let text = match literal {
        Literal::Integer(n) => return (n.checked_abs()? < 10_i128.pow(20)).then_some((*n, 0)),
        Literal::Number(n) if n.is_finite() => format!("{n}"),
        _ => return None,
    };
    let (before, behind) = text.split_once('.').unwrap_or((&text, ""));
    let scale = u32::try_from(behind.len()).ok().filter(|scale| *scale <= MOST_DIGITS)?;
    if before.len() > MOST_DIGITS as usize + 5 {
        return None;
    }
    format!("{before}{behind}").parse().ok().map(|digits| (digits, scale))
}

fn common_multiple(a: i128, b: i128) -> Option<i128> {
    let (mut greater, mut less) = (a, b);
    while less != 0 {
        (greater, less) = (less, greater % less);
    }
    (a / greater.max(1)).checked_mul(b)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Numbers;
    use crate::ir::{Integer, Kind, Literal, Number, Rule};

    const I32: Kind = Kind::Integer(Integer::I32);
    const F64: Kind = Kind::Number(Number::F64);

    fn allowed(kind: &Kind, rules: &[Rule]) -> Vec<Value> {
        Numbers::of(kind, rules).map(|numbers| numbers.allowed()).unwrap_or_default()
    }

    #[test]
    fn the_edges_are_among_what_is_allowed() {
        assert_eq!(allowed(&I32, &[]), [1, 0, i32::MIN, i32::MAX, -1, -2].map(Value::from));
        let rules = [Rule::Minimum(Literal::Integer(5)), Rule::ExclusiveMaximum(Literal::Integer(8))];
        assert_eq!(allowed(&I32, &rules), [5, 7, 6].map(Value::from));
        let tenths = [Rule::MultipleOf(Literal::Number(0.1)), Rule::Maximum(Literal::Number(0.35))];
        assert!(allowed(&F64, &tenths).contains(&json!(0.3)));
        assert!(allowed(&I32, &[Rule::MultipleOf(Literal::Number(0.5))]).contains(&json!(1)));
        let none = [Rule::Minimum(Literal::Integer(5)), Rule::Maximum(Literal::Integer(4))];
        assert!(allowed(&I32, &none).is_empty());
    }

    #[test]
    fn what_breaks_a_rule_is_just_beyond() {
        let rules = [
            Rule::Minimum(Literal::Number(0.5)),
            Rule::ExclusiveMaximum(Literal::Integer(8)),
            Rule::MultipleOf(Literal::Number(0.5)),
        ];
        let numbers = Numbers::of(&F64, &rules).expect("numbers");
        let broken: Vec<_> = rules.iter().map(|rule| numbers.breaking(rule)).collect();
        assert_eq!(broken, [Some(json!(0)), Some(json!(8)), Some(json!(0.51))]);
        let whole = [Rule::MultipleOf(Literal::Integer(10))];
        let numbers = Numbers::of(&I32, &whole).expect("numbers");
        assert_eq!(numbers.breaking(&whole[0]), Some(json!(-2_147_483_639)));
    }
}
