//! The trait implementations that every generated type of a kind has, word for word the same. They are macros because
//! no function can implement a trait.

/// Holds a value of a type against its schema.
#[doc(hidden)]
#[macro_export]
macro_rules! validated {
    ($ty:path, $schema:path) => {
        impl $ty {
            /// Holds the value against the contract.
            ///
            /// # Errors
            /// Everything in which it breaks a rule, each with its JSON pointer and without the value.
            pub fn validate(&self) -> Result<(), $crate::Invalid> {
                $crate::check::conform(self, &$schema)
            }
        }
    };
}

/// An object of the contract: the table of its properties, and how it is read, written and checked by that.
///
/// A line a property: its place in the table, whether it must be there, the member that holds it, its name on the wire,
/// the method of [`Input`](crate::record::Input) that reads it, and its schema. Properties of the other direction, which
/// are read over, follow as `skip`. An object that keeps what the contract does not name says in which member, and by
/// which method that is read.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    (
        $ty:path, $schema:path, $fields:ident, $name:literal, $rest:expr $(, $kept:ident $keep:ident)?;
        $($index:literal $presence:ident $member:ident: $wire:literal, $fill:ident, $of:expr;)*
        $(skip $skipped:literal: $over:literal;)*
    ) => {
        static $fields: $crate::schema::Fields = $crate::schema::Fields {
            name: $name,
            fields: &[
                $($crate::schema::Field::$presence($wire, $of),)*
                $($crate::schema::Field::optional($over, &$crate::schema::ANY),)*
            ],
            rest: $rest,
        };
        impl $crate::record::Record for $ty {
            const FIELDS: &'static $crate::schema::Fields = &$fields;
            $(const KEEPS_REST: bool = $crate::record!(@keeps $kept);)?

            #[inline]
            fn index(key: &str) -> Option<usize> {
                match key {
                    $($wire => Some($index),)*
                    $($over => Some($skipped),)*
                    _ => None,
                }
            }

            // `?` costs the compiler more than `let … else`.
            #[allow(clippy::question_mark)]
            #[inline]
            fn read<'de, A: $crate::reexport::serde::de::MapAccess<'de>>(
                input: &mut $crate::record::Input<'de, Self, A>,
            ) -> Option<Self> {
                $(let mut $member = None;)*
                $(let mut $kept = ::std::collections::BTreeMap::new();)?
                while let Some(index) = input.next_index() {
                    match index {
                        $($index => input.$fill(&mut $member),)*
                        $($skipped => input.skip(),)*
                        _ => { $(input.$keep(&mut $kept);)? }
                    }
                }
                $($crate::record!(@there $presence $member);)*
                Some(Self { $($member,)* $($kept)? })
            }

            #[inline]
            fn walk<W: $crate::record::Walk>(&self, walk: &mut W) -> bool {
                let _ = &walk;
                $(walk.$presence(&self.$member) &&)* $(walk.rest(&self.$kept) &&)? true
            }
        }
        $crate::validated!($ty, $schema);
        $crate::delegated!($ty, $crate::record::serialize, $crate::record::deserialize);
        impl $crate::Check for $ty {
            fn check(&self, schema: &$crate::Schema, at: &$crate::At<'_>, out: &mut $crate::Violations) {
                $crate::record::check(self, schema, at, out);
            }
        }
    };
    (@keeps $kept:ident) => { true };
    (@there required $member:ident) => {
        let Some($member) = $member else { return None };
    };
    (@there optional $member:ident) => {};
}

/// Reads and writes an enumeration of strings by its [`TextEnum`](crate::scalar::TextEnum).
#[doc(hidden)]
#[macro_export]
macro_rules! text_enum {
    ($ty:ident, $schema:expr) => {
        impl $crate::reexport::serde::Serialize for $ty {
            fn serialize<S: $crate::reexport::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::scalar::TextEnum::as_str(self))
            }
        }
        impl<'de> $crate::reexport::serde::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::reexport::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::scalar::deserialize_text(deserializer)
            }
        }
        impl $crate::Check for $ty {
            fn check(&self, _: &$crate::Schema, at: &$crate::At<'_>, out: &mut $crate::Violations) {
                $crate::scalar::check_listed($crate::scalar::TextEnum::is_known(self), at, out);
            }
        }
        impl ::std::fmt::Display for $ty {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str($crate::scalar::TextEnum::as_str(self))
            }
        }
        impl ::std::convert::From<&str> for $ty {
            fn from(text: &str) -> Self {
                $crate::scalar::TextEnum::from_text(text)
            }
        }
    };
}

/// Reads and writes an enumeration of whole numbers by its [`IntegerEnum`](crate::scalar::IntegerEnum).
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($ty:ident, $schema:expr) => {
        impl $crate::reexport::serde::Serialize for $ty {
            fn serialize<S: $crate::reexport::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64($crate::scalar::IntegerEnum::as_i64(self))
            }
        }
        impl<'de> $crate::reexport::serde::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::reexport::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                <i64 as $crate::reexport::serde::Deserialize>::deserialize(deserializer)
                    .map($crate::scalar::IntegerEnum::from_i64)
            }
        }
        impl $crate::Check for $ty {
            fn check(&self, _: &$crate::Schema, at: &$crate::At<'_>, out: &mut $crate::Violations) {
                $crate::scalar::check_listed($crate::scalar::IntegerEnum::is_known(self), at, out);
            }
        }
        impl ::std::convert::From<i64> for $ty {
            fn from(number: i64) -> Self {
                $crate::scalar::IntegerEnum::from_i64(number)
            }
        }
    };
}

/// Reads and writes an enumeration of scalars by its [`ScalarEnum`](crate::scalar::ScalarEnum).
#[doc(hidden)]
#[macro_export]
macro_rules! scalar_enum {
    ($ty:path) => {
        $crate::delegated!($ty, $crate::scalar::serialize_scalar, $crate::scalar::deserialize_scalar);
        impl $crate::Check for $ty {
            fn check(&self, _: &$crate::Schema, at: &$crate::At<'_>, out: &mut $crate::Violations) {
                let known = $crate::scalar::ScalarEnum::as_unlisted(self).is_none();
                $crate::scalar::check_listed(known, at, out);
            }
        }
    };
}

/// Reads, writes and checks an array by its [`Sequence`](crate::sequence::Sequence).
#[doc(hidden)]
#[macro_export]
macro_rules! sequence {
    ($ty:path, $schema:path) => {
        $crate::validated!($ty, $schema);
        $crate::delegated!($ty, $crate::sequence::serialize, $crate::sequence::deserialize);
        impl $crate::Check for $ty {
            fn check(&self, schema: &$crate::Schema, at: &$crate::At<'_>, out: &mut $crate::Violations) {
                $crate::sequence::check(self, schema, at, out);
            }
        }
    };
}

/// Serde's traits by two functions.
#[doc(hidden)]
#[macro_export]
macro_rules! delegated {
    ($ty:path, $serialize:path, $deserialize:path) => {
        impl $crate::reexport::serde::Serialize for $ty {
            #[inline]
            fn serialize<S: $crate::reexport::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $serialize(self, serializer)
            }
        }
        impl<'de> $crate::reexport::serde::Deserialize<'de> for $ty {
            #[inline]
            fn deserialize<D: $crate::reexport::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $deserialize(deserializer)
            }
        }
    };
}

/// A string with rules: checked when it is made, kept as it came when it is read.
#[doc(hidden)]
#[macro_export]
macro_rules! text_newtype {
    ($ty:ident, $schema:expr) => {
        impl $ty {
            /// Makes a value that keeps the rules of the contract.
            ///
            /// # Errors
            /// The rules that `text` breaks.
            pub fn new(text: impl ::std::convert::Into<String>) -> Result<Self, $crate::Invalid> {
                let value = Self(text.into());
                $crate::validate(&value, &$schema)?;
                Ok(value)
            }

            /// The value as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text itself.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }

            /// Whether the value keeps the rules of the contract; one that was read from an answer need not.
            #[must_use]
            pub fn is_valid(&self) -> bool {
                $crate::validate(self, &$schema).is_ok()
            }
        }
        impl ::std::convert::TryFrom<&str> for $ty {
            type Error = $crate::Invalid;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }
        impl ::std::convert::TryFrom<String> for $ty {
            type Error = $crate::Invalid;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }
        impl ::std::convert::AsRef<str> for $ty {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        $crate::newtype!(@serde $ty, String);
    };
}

/// Prints a newtype as what it holds.
#[doc(hidden)]
#[macro_export]
macro_rules! display_newtype {
    ($ty:ident) => {
        impl ::std::fmt::Display for $ty {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

/// A newtype that is on the wire what it holds.
#[doc(hidden)]
#[macro_export]
macro_rules! newtype {
    ($ty:ident, $inner:ty) => {
        $crate::newtype!(@from $ty, $inner);
        $crate::newtype!(@serde $ty, $inner);
    };
    ($ty:ident, $inner:ty, timed) => {
        $crate::newtype!(@from $ty, $inner);
        impl<'de> $crate::reexport::serde::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::reexport::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$inner as $crate::time::Timed>::read_timed(deserializer).map(Self)
            }
        }
        $crate::newtype!(@write $ty);
    };
    (@from $ty:ident, $inner:ty) => {
        impl ::std::convert::From<$inner> for $ty {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }
    };
    (@serde $ty:ident, $inner:ty) => {
        impl<'de> $crate::reexport::serde::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::reexport::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$inner as $crate::reexport::serde::Deserialize>::deserialize(deserializer).map(Self)
            }
        }
        $crate::newtype!(@write $ty);
    };
    (@write $ty:ident) => {
        impl $crate::reexport::serde::Serialize for $ty {
            fn serialize<S: $crate::reexport::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::reexport::serde::Serialize::serialize(&self.0, serializer)
            }
        }
        impl $crate::Check for $ty {
            fn check(&self, schema: &$crate::Schema, at: &$crate::At<'_>, out: &mut $crate::Violations) {
                $crate::Check::check(&self.0, schema, at, out);
            }
        }
    };
}

/// A moment that has a time zone of its own when it is written without an offset.
#[doc(hidden)]
#[macro_export]
macro_rules! zoned_newtype {
    ($ty:ident, $zone:literal) => {
        impl<'de> $crate::reexport::serde::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::reexport::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::time::deserialize_in_zone(deserializer, $zone).map(Self)
            }
        }
        impl ::std::convert::From<$crate::reexport::jiff::Timestamp> for $ty {
            fn from(moment: $crate::reexport::jiff::Timestamp) -> Self {
                Self(moment)
            }
        }
        $crate::newtype!(@write $ty);
        $crate::display_newtype!($ty);
    };
}

/// Shows an error of an operation.
#[doc(hidden)]
#[macro_export]
macro_rules! operation_error {
    ($ty:ident) => {
        impl ::std::fmt::Display for $ty {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::error::describe(self, f)
            }
        }
        impl ::std::error::Error for $ty {}
    };
}

/// What any call can be told.
#[doc(hidden)]
#[macro_export]
macro_rules! call {
    ($ty:ident) => {
        impl $ty {
            /// How long the call may take, in place of the client's own limit.
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self { call: self.call.timeout(timeout) }
            }

            /// Adds a header that the contract does not name.
            pub fn header(self, name: &str, value: &str) -> Self {
                Self { call: self.call.header(name, value) }
            }
        }
    };
}
