//! Which alternative of a union a value is, told by its looks.

use serde_json::Value;

use crate::schema::{Choice, JsonType};

/// What the looks of a value say.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Chosen {
    /// It can only be one of these.
    Arms(&'static [usize]),
    /// It is none, since the property that tells is not there.
    Without(&'static str),
    /// It is none, since the property that tells has a value that means none.
    Unlisted(&'static str),
}

impl Choice {
    /// Follows the choice for a value.
    pub(crate) fn of(&self, value: &Value) -> Chosen {
        match *self {
            Self::Arms(arms) => Chosen::Arms(arms),
            Self::Type(types) => {
                let own = JsonType::of(value);
                let found = types.iter().find(|(of, _)| *of == own);
                found.map_or(Chosen::Arms(&[]), |(_, choice)| choice.of(value))
            }
            Self::Constant { property, values, otherwise } => {
                let found = value.get(property);
                let meant = found.and_then(|found| values.iter().find(|(literal, _)| literal.is(found)));
                match (meant, otherwise) {
                    (Some((_, choice)), _) => choice.of(value),
                    (None, Self::Arms([])) if found.is_some() => Chosen::Unlisted(property),
                    (None, Self::Arms([])) => Chosen::Without(property),
                    (None, otherwise) => otherwise.of(value),
                }
            }
            Self::Key { property, present, absent } => {
                if value.get(property).is_some() {
                    present.of(value)
                } else {
                    absent.of(value)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Chosen;
    use crate::schema::{Choice, JsonType, Literal};

    const CHOICE: Choice = Choice::Type(&[
        (JsonType::Integer, Choice::Arms(&[0])),
        (JsonType::Fraction, Choice::Arms(&[1])),
        (
            JsonType::Object,
            Choice::Constant {
                property: "kind",
                values: &[
                    (Literal::String("a"), Choice::Arms(&[2])),
                    (
                        Literal::Integer(1),
                        Choice::Key {
                            property: "x",
                            present: &Choice::Arms(&[3]),
                            absent: &Choice::Arms(&[4]),
                        },
                    ),
                ],
                otherwise: &Choice::Arms(&[]),
            },
        ),
    ]);

    #[test]
    fn types_constants_and_keys_tell() {
        let arms = |value| match CHOICE.of(&value) {
            Chosen::Arms(arms) => arms,
            other => panic!("{other:?}"),
        };
        assert_eq!(arms(json!(1)), [0]);
        assert_eq!(arms(json!(1.5)), [1]);
        assert_eq!(arms(json!({ "kind": "a" })), [2]);
        assert_eq!(arms(json!({ "kind": 1, "x": null })), [3]);
        assert_eq!(arms(json!({ "kind": 1 })), [4]);
        assert_eq!(arms(json!("text")), [0; 0]);
        assert!(matches!(CHOICE.of(&json!({})), Chosen::Without("kind")));
        assert!(matches!(CHOICE.of(&json!({ "kind": "b" })), Chosen::Unlisted("kind")));
    }
}
