//! Types.

use super::ModuleId;
use crate::diagnostic::Place;

/// A type with a name, by its index in [`super::Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub(crate) u32);

impl TypeId {
    /// The id of the type at an index; no run comes near the last one.
    pub(crate) fn new(index: usize) -> TypeId {
        TypeId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The index: ids are dense.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A type that gets a name in the output.
#[derive(Debug, Clone)]
pub struct Type {
    /// Where its schema stands.
    pub at: Place,
    /// The module that it belongs to.
    pub module: ModuleId,
    /// What its name is made of.
    pub origin: Origin,
    /// What the contract says of it.
    pub docs: Docs,
    /// What it is.
    pub shape: Shape,
    /// The properties that cannot travel in the direction in which the type is used.
    pub left_out: Option<LeftOut>,
    /// Whether its values are never printed (`x-sensitive`).
    pub sensitive: bool,
    /// A name that the contract asks for (`x-rust-name`).
    pub rust_name: Option<String>,
    /// A type of the user's own that stands for it (`x-rust-type`).
    pub rust_type: Option<String>,
    /// Whether it is none: what stands there is part of another type.
    pub part: bool,
}

/// Properties of the contract that a type does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What the contract says of them: `readOnly` in a type of requests, `writeOnly` in one of answers.
    pub keyword: &'static str,
    /// Their names on the wire, in the order of the contract.
    pub names: Vec<String>,
}

/// What the name of a type is made of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A schema that something refers to, by its name.
    Component(String),
    /// A schema without a name of its own, by the steps from a named one to it: properties, items, alternatives.
    Inside(TypeId, Vec<String>),
    /// A schema without a name of its own that stands in an operation, or in a parameter, body or answer that several
    /// operations share: the name of that, and the role of the schema there with the steps to it.
    Operation(String, Vec<String>),
    /// What requests carry of a type that answers carry as well.
    Write(TypeId),
}

impl Origin {
    /// The origin of what stands one step below; `own` is the id of the thing itself, if it has one.
    pub fn below(&self, own: Option<TypeId>, step: &str) -> Origin {
        let extended = |path: &[String]| path.iter().cloned().chain([step.to_owned()]).collect();
        match (own, self) {
            (Some(own), _) => Origin::Inside(own, vec![step.to_owned()]),
            (None, Origin::Inside(base, path)) => Origin::Inside(*base, extended(path)),
            (None, Origin::Operation(id, path)) => Origin::Operation(id.clone(), extended(path)),
            (None, Origin::Write(base)) => Origin::Inside(*base, vec![step.to_owned()]),
            (None, Origin::Component(name)) => Origin::Operation(name.clone(), vec![step.to_owned()]),
        }
    }
}

/// What the contract says in prose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs {
    /// `title` or `summary`.
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// `x-assumed`: why the author of the contract chose what nobody stated.
    pub assumed: Option<String>,
}

/// What a named type is.
#[derive(Debug, Clone)]
pub enum Shape {
    /// An object with named properties.
    Struct {
        /// The properties in the order of the contract.
        fields: Vec<Field>,
        /// What happens to others.
        rest: Rest,
        /// `minProperties` and `maxProperties`
        rules: Vec<Rule>,
    },
    /// One of some values.
    Enum(Enumeration),
    /// An object that says by a property which alternative it is.
    Tagged(Tagged),
    /// One of some alternatives that are told apart by how they look.
    OneOf(Union),
    /// An array with a type for each position. The fields are called after the positions.
    Tuple {
        /// The items; those that may be left out come last.
        items: Vec<Field>,
        /// What happens to items behind them.
        rest: Rest,
        /// `uniqueItems`, and counts that the items do not say.
        rules: Vec<Rule>,
    },
    /// A scalar that deserves a type of its own: it has a pattern, a code list, a time zone, or must not be printed.
    Newtype(TypeRef),
    /// Another name of a type.
    Alias(TypeRef),
}

/// The values of an `enum`.
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// The values in the order of the contract.
    pub values: Vec<EnumValue>,
    /// Whether any other string is allowed as well.
    pub open: bool,
}

/// What the values of an `enum` have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Common {
    /// All are strings.
    Text,
    /// All are whole numbers of 64 bits.
    Integer,
    /// Nothing but that they are scalars.
    Scalar,
}

impl Enumeration {
    /// What the values have in common.
    pub fn common(&self) -> Common {
        let all = |is: fn(&Literal) -> bool| self.values.iter().all(|value| is(&value.value));
        if all(|value| matches!(value, Literal::String(_))) {
            Common::Text
        } else if all(|value| matches!(value, Literal::Integer(n) if i64::try_from(*n).is_ok())) {
            Common::Integer
        } else {
            Common::Scalar
        }
    }
}

/// A value of an `enum`.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// The value.
    pub value: Literal,
    /// What the contract calls it, where that is not the value itself.
    pub name: Option<String>,
    /// What the contract says of it.
    pub docs: Docs,
}

/// The alternatives of a `oneOf` with a discriminator.
#[derive(Debug, Clone)]
pub struct Tagged {
    /// `discriminator.propertyName`
    pub tag: String,
    /// The alternatives by the value of the tag.
    pub arms: Vec<(String, Arm)>,
    /// What a value is that has another tag, or none (`discriminator.defaultMapping`).
    pub default: Option<Arm>,
}

impl Tagged {
    /// Every alternative, that of other tags last.
    pub fn all(&self) -> impl Iterator<Item = &Arm> {
        self.arms.iter().map(|(_, arm)| arm).chain(&self.default)
    }
}

/// The alternatives of a `oneOf` or `anyOf` without a discriminator.
#[derive(Debug, Clone)]
pub struct Union {
    /// The alternatives in the order of the contract.
    pub arms: Vec<Arm>,
    /// How a value is told to be one of them.
    pub choice: Choice,
}

impl Union {
    /// Alternatives of which it is not known yet how they are told apart.
    pub fn new(arms: Vec<Arm>) -> Union {
        Union { choice: Choice::Arms((0..arms.len()).collect()), arms }
    }
}

/// How a value is told to be one of several alternatives.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// It can only be one of these, by index; they are tried in this order.
    Arms(Vec<usize>),
    /// Its JSON type tells.
    Type(Vec<(JsonType, Choice)>),
    /// A property tells by its value.
    Constant {
        /// Name of the property.
        property: String,
        /// What each of its values means.
        values: Vec<(Literal, Choice)>,
        /// Any other value, or none.
        otherwise: Box<Choice>,
    },
    /// A property tells by being there.
    Key {
        /// Name of the property.
        property: String,
        /// With the property.
        present: Box<Choice>,
        /// Without it.
        absent: Box<Choice>,
    },
}

/// The types of JSON values; `null` is never one of an alternative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `true` or `false`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any other number.
    Fraction,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// All of them.
    pub const ALL: [JsonType; 6] = [
        JsonType::Boolean,
        JsonType::Integer,
        JsonType::Fraction,
        JsonType::String,
        JsonType::Array,
        JsonType::Object,
    ];
}

/// One alternative.
#[derive(Debug, Clone)]
pub struct Arm {
    /// Where it stands.
    pub at: Place,
    /// What its variant is called after; for a named type its own name.
    pub hint: String,
    /// What the contract says of it.
    pub docs: Docs,
    /// Its type.
    pub ty: TypeRef,
}

/// One property.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it must be there.
    pub presence: Presence,
    /// What the contract says of it.
    pub docs: Docs,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
}

/// Whether a property or parameter must be there.
#[derive(Debug, Clone, PartialEq)]
pub enum Presence {
    /// It must.
    Required,
    /// It may be left out; the value that it then has, if the contract names one.
    Optional(Option<Literal>),
}

/// What happens to properties without a name in the contract.
#[derive(Debug, Clone)]
pub enum Rest {
    /// They are read over.
    Ignored,
    /// They are refused.
    Refused,
    /// They are kept.
    Kept(TypeRef),
}

/// A type as it stands at one place, with what is asked of its values there.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeRef {
    /// What it is.
    pub kind: Kind,
    /// Whether `null` stands beside it.
    pub nullable: bool,
    /// What must hold of the values.
    pub rules: Vec<Rule>,
    /// Whether the values are never printed.
    pub sensitive: bool,
}

impl TypeRef {
    /// A type without rules.
    pub fn new(kind: Kind) -> TypeRef {
        TypeRef { kind, nullable: false, rules: Vec::new(), sensitive: false }
    }
}

/// What a type is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Any JSON value.
    Any,
    /// A boolean.
    Boolean,
    /// A whole number.
    Integer(Integer),
    /// A floating-point number.
    Number(Number),
    /// An exact decimal number that is written as a string.
    Decimal,
    /// An exact decimal number that is written as a JSON number.
    DecimalNumber,
    /// A string.
    String,
    /// A string that is held as something else.
    Typed(Typed),
    /// A date-time without an offset means this time zone.
    DateTime(Option<String>),
    /// Bytes as they are: a body, or a part of one.
    Binary,
    /// An array.
    List(Box<TypeRef>),
    /// An object used as a map.
    Map(Box<TypeRef>),
    /// A named type.
    Named(TypeId),
}

/// Widths of whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integer {
    /// 32 bits.
    I32,
    /// 64 bits.
    I64,
    /// 32 bits without sign.
    U32,
    /// 64 bits without sign.
    U64,
}

/// Widths of floating-point numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// 32 bits.
    F32,
    /// 64 bits.
    F64,
}

/// Strings that are held as something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// `format: uuid`
    Uuid,
    /// `format: date`
    Date,
    /// `format: byte`
    Base64,
}

/// What must hold of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`: an ECMA-262 regular expression that is known to be one.
    Pattern(String),
    /// `format`, by its word.
    Format(&'static str),
    /// `minimum`
    Minimum(Literal),
    /// `exclusiveMinimum`
    ExclusiveMinimum(Literal),
    /// `maximum`
    Maximum(Literal),
    /// `exclusiveMaximum`
    ExclusiveMaximum(Literal),
    /// `multipleOf`
    MultipleOf(Literal),
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
    /// Every key of an object is such a string.
    Keys(Box<TypeRef>),
    /// How many items must be of a type, at least and at most.
    Contains(Box<TypeRef>, u64, Option<u64>),
    /// What must be there, too, where a property is.
    Dependent(Vec<(String, Vec<String>)>),
    /// `enum` or `const` of values that are no enumeration: each as JSON.
    Listed(Vec<String>),
}

/// A scalar value of the contract.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// A boolean.
    Boolean(bool),
    /// A whole number.
    Integer(i128),
    /// Any other number.
    Number(f64),
    /// A string.
    String(String),
    /// An array; only ever a default.
    List(Vec<Literal>),
}
