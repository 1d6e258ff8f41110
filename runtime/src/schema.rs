//! What the contract says of a value, as static data.
//!
//! Generated code holds one [`Schema`] a type. The same tables serve twice: [`Check`](crate::Check) holds a typed
//! value against its rules, and [`inspect`](crate::inspect) reads a JSON tree and finds every fault in it at once.

use crate::format::Format;
use crate::pattern::Pattern;

/// The shape of a value and the rules that it must keep.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// Which JSON values there are at all.
    pub shape: Shape,
    /// What must hold of a value of that shape.
    pub rules: &'static [Rule],
    /// Whether `null` stands beside the shape.
    pub nullable: bool,
}

impl Schema {
    /// A schema without rules that does not allow `null`.
    #[must_use]
    pub const fn new(shape: Shape) -> Self {
        Self { shape, rules: &[], nullable: false }
    }

    /// The same schema with rules.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    /// The same schema with `null` allowed.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }
}

/// Which JSON values a schema allows.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number within bounds that its Rust type sets.
    Integer(Width),
    /// A number.
    Number,
    /// A number that 32 bits hold: one beyond them would be read as infinity.
    Float,
    /// A string.
    String,
    /// A string that only one Rust type can hold, such as a UUID: a wrong format is a wrong type.
    Typed(Format),
    /// A date-time with an offset, or without one where the contract names the time zone that it then has.
    DateTime(Option<&'static str>),
    /// A decimal number, written as a JSON number or as a string.
    Decimal,
    /// An array of like items.
    List(&'static Schema),
    /// An array whose items have a schema each, by position.
    Tuple(&'static Items),
    /// An object used as a map from string to value.
    Map(&'static Schema),
    /// An object with named properties.
    Record(&'static Fields),
    /// One of the listed values.
    Enum(&'static [Literal]),
    /// An object whose property `tag` says which arm it is.
    Tagged {
        /// Name of the property that tells the arms apart.
        tag: &'static str,
        /// The arms by value of the tag.
        arms: &'static [(&'static str, &'static Schema)],
        /// What an object is that has another tag, or none.
        default: Option<&'static Schema>,
    },
    /// One of several schemas, told apart by what the value looks like.
    OneOf(&'static Alternatives),
    /// A schema that stands elsewhere, with rules of its own kept in force.
    Same(&'static Schema),
}

/// The Rust type that a whole number is read into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
}

impl Width {
    /// Whether `value` fits.
    #[must_use]
    pub fn holds(self, value: i128) -> bool {
        match self {
            Self::I32 => i32::try_from(value).is_ok(),
            Self::I64 => i64::try_from(value).is_ok(),
            Self::U32 => u32::try_from(value).is_ok(),
            Self::U64 => u64::try_from(value).is_ok(),
        }
    }

    /// What a reader of a violation is told.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::I32 => "a whole number of 32 bits",
            Self::I64 => "a whole number of 64 bits",
            Self::U32 => "a non-negative whole number of 32 bits",
            Self::U64 => "a non-negative whole number of 64 bits",
        }
    }
}

/// The properties of an object.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// Name of the schema, for messages of deserialisers.
    pub name: &'static str,
    /// Every named property in the order of the contract.
    pub fields: &'static [Field],
    /// What happens to a property that has no name here.
    pub rest: Rest,
}

/// One named property of an object.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What its value looks like.
    pub schema: &'static Schema,
}

impl Field {
    /// A property that must be there.
    #[must_use]
    pub const fn required(name: &'static str, schema: &'static Schema) -> Self {
        Self { name, required: true, schema }
    }

    /// A property that may be left out.
    #[must_use]
    pub const fn optional(name: &'static str, schema: &'static Schema) -> Self {
        Self { name, required: false, schema }
    }
}

/// What happens to properties that the contract does not name, or to items beyond those that it lists.
#[derive(Debug, Clone, Copy)]
pub enum Rest {
    /// They are read over.
    Ignored,
    /// They are a violation (`additionalProperties: false`, `items: false`).
    Refused,
    /// They are kept beside the named ones and sent again.
    Kept(&'static Schema),
}

/// The items of an array that has a schema for each.
#[derive(Debug, Clone, Copy)]
pub struct Items {
    /// Name of the schema, for messages of deserialisers.
    pub name: &'static str,
    /// The schemas by position.
    pub items: &'static [&'static Schema],
    /// How many of them must be there.
    pub required: usize,
    /// What happens to items behind them.
    pub rest: Rest,
}

impl Items {
    /// The schema of the item at `index`, if the contract has one for it.
    #[must_use]
    pub fn schema(&self, index: usize) -> Option<&'static Schema> {
        match (self.items.get(index), self.rest) {
            (Some(schema), _) => Some(schema),
            (None, Rest::Kept(schema)) => Some(schema),
            (None, Rest::Ignored | Rest::Refused) => None,
        }
    }
}

/// The alternatives of a union.
#[derive(Debug, Clone, Copy)]
pub struct Alternatives {
    /// Their schemas.
    pub arms: &'static [&'static Schema],
    /// How a value is told to be one of them.
    pub choice: Choice,
}

/// How a value is told to be one of several alternatives, without reading it as each of them.
#[derive(Debug, Clone, Copy)]
pub enum Choice {
    /// It can only be one of these alternatives, by index; of several the first that it fits.
    Arms(&'static [usize]),
    /// Its JSON type tells.
    Type(&'static [(JsonType, Choice)]),
    /// A property tells by its value.
    Constant {
        /// Name of the property.
        property: &'static str,
        /// What each of its values means.
        values: &'static [(Literal, Choice)],
        /// Any other value, or none.
        otherwise: &'static Choice,
    },
    /// A property tells by being there.
    Key {
        /// Name of the property.
        property: &'static str,
        /// With the property.
        present: &'static Choice,
        /// Without it.
        absent: &'static Choice,
    },
}

/// The types of JSON values. Whole numbers are told from others by how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonType {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number with a fraction, or with an exponent.
    Fraction,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// The type of a value.
    #[must_use]
    pub fn of(value: &serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(n) if n.is_f64() => Self::Fraction,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

/// A rule beyond the shape. Lengths are counted in Unicode code points.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`
    Pattern(&'static Pattern),
    /// `format`
    Format(Format),
    /// `minimum`
    Minimum(Limit),
    /// `exclusiveMinimum`
    ExclusiveMinimum(Limit),
    /// `maximum`
    Maximum(Limit),
    /// `exclusiveMaximum`
    ExclusiveMaximum(Limit),
    /// `multipleOf`
    MultipleOf(Limit),
    /// `minItems`
    MinItems(u64),
    /// `maxItems`
    MaxItems(u64),
    /// `uniqueItems`
    UniqueItems,
    /// `minProperties`
    MinProperties(u64),
    /// `maxProperties`
    MaxProperties(u64),
    /// `contains`: how many items of an array must fit a schema, at least and at most.
    Contains(&'static Schema, u64, u64),
    /// `dependentRequired`: where an object has the property in front, it must have the others, too.
    Dependent(&'static [(&'static str, &'static [&'static str])]),
    /// Every key of an object is held against a schema (`propertyNames`, `patternProperties` of a closed object).
    Keys(&'static Schema),
    /// `enum` or `const` of values that are no enumeration in Rust, each as JSON.
    Listed(&'static [&'static str]),
}

/// A number of the contract, or one that is held against it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// A whole number.
    Integer(i128),
    /// Any other number.
    Float(f64),
}

/// A value that an `enum` of the contract lists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A string.
    String(&'static str),
}

impl Literal {
    /// Whether `value` is this literal.
    #[must_use]
    pub fn is(&self, value: &serde_json::Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Boolean(b) => value.as_bool() == Some(*b),
            Self::Integer(n) => {
                value.as_i64() == Some(*n) || value.as_f64().is_some_and(|f| whole(f) == Some(i128::from(*n)))
            }
            Self::Number(n) => value.as_f64() == Some(*n),
            Self::String(s) => value.as_str() == Some(s),
        }
    }
}

impl serde::Serialize for Literal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(b) => serializer.serialize_bool(*b),
            Self::Integer(n) => serializer.serialize_i64(*n),
            Self::Number(n) => serializer.serialize_f64(*n),
            Self::String(s) => serializer.serialize_str(s),
        }
    }
}

/// The whole number that `value` is, if it is one: JSON knows no difference between `1` and `1.0`.
pub(crate) fn whole(value: f64) -> Option<i128> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number within 2^53")]
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i128)
}

macro_rules! basic {
    ($($(#[$doc:meta])* $name:ident = $shape:expr;)*) => {
        $($(#[$doc])* pub static $name: Schema = Schema::new($shape);)*
    };
}

basic! {
    /// Any JSON value.
    ANY = Shape::Any;
    /// A boolean.
    BOOLEAN = Shape::Boolean;
    /// A whole number of 32 bits.
    INT32 = Shape::Integer(Width::I32);
    /// A whole number of 64 bits.
    INT64 = Shape::Integer(Width::I64);
    /// A non-negative whole number of 32 bits.
    UINT32 = Shape::Integer(Width::U32);
    /// A non-negative whole number of 64 bits.
    UINT64 = Shape::Integer(Width::U64);
    /// A number.
    NUMBER = Shape::Number;
    /// A number of 32 bits.
    FLOAT = Shape::Float;
    /// An exact decimal number.
    DECIMAL = Shape::Decimal;
    /// A string.
    STRING = Shape::String;
    /// A UUID.
    UUID = Shape::Typed(Format::Uuid);
    /// A calendar date.
    DATE = Shape::Typed(Format::Date);
    /// A moment with its offset.
    DATE_TIME = Shape::DateTime(None);
    /// Bytes written as base64.
    BYTE = Shape::Typed(Format::Byte);
}
