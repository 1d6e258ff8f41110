//! Columns to Rust and back.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::{Result, StoreError};
use crate::sensitive::Cpr;

/// A type that a column can hold.
pub trait Field: Sized {
    /// Reads `column`.
    fn read(row: &AnyRow, column: &'static str) -> Result<Self>;
}

/// Reads a column of a row.
pub(super) fn get<T: Field>(row: &AnyRow, column: &'static str) -> Result<T> {
    T::read(row, column)
}

/// An instant as it is stored: always the same width, so that text order is time order.
pub(super) fn instant(instant: Timestamp) -> String {
    format!("{instant:.3}")
}

macro_rules! native {
    ($($type:ty),*) => {$(
        impl Field for $type {
            fn read(row: &AnyRow, column: &'static str) -> Result<Self> {
                Ok(row.try_get(column)?)
            }
        }
    )*};
}
native!(String, Option<String>, i64, Option<i64>);

impl Field for bool {
    fn read(row: &AnyRow, column: &'static str) -> Result<Self> {
        Ok(i64::read(row, column)? != 0)
    }
}

impl Field for Option<bool> {
    fn read(row: &AnyRow, column: &'static str) -> Result<Self> {
        Ok(<Option<i64>>::read(row, column)?.map(|value| value != 0))
    }
}

impl Field for i32 {
    fn read(row: &AnyRow, column: &'static str) -> Result<Self> {
        i64::read(row, column)?.try_into().map_err(|_| unreadable(column))
    }
}

impl Field for Option<i32> {
    fn read(row: &AnyRow, column: &'static str) -> Result<Self> {
        <Option<i64>>::read(row, column)?
            .map(|value| value.try_into().map_err(|_| unreadable(column)))
            .transpose()
    }
}

macro_rules! parsed {
    ($($type:ty),*) => {$(
        impl Field for $type {
            fn read(row: &AnyRow, column: &'static str) -> Result<Self> {
                String::read(row, column)?.parse().map_err(|_| unreadable(column))
            }
        }

        impl Field for Option<$type> {
            fn read(row: &AnyRow, column: &'static str) -> Result<Self> {
                <Option<String>>::read(row, column)?
                    .map(|text| text.parse().map_err(|_| unreadable(column)))
                    .transpose()
            }
        }
    )*};
}
parsed!(Uuid, Timestamp, Date, Cpr);

fn unreadable(column: &'static str) -> StoreError {
    StoreError::Internal(format!("column {column} cannot be read"))
}
