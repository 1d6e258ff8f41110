//! How fast 14 nested structs are written as JSON and read again: by table, and by serde's derives.
//!
//! `cargo bench -p kontrakt-bench`

#![allow(clippy::print_stdout, missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use kontrakt_bench::{derived, generated::shop::types as generated};

/// Samples are short, so that few of them are disturbed, and alternate, so that a disturbance hits both alike.
const ROUNDS: u32 = 50;
const SAMPLES: usize = 2_001;

fn main() -> serde_json::Result<()> {
    let text = order();
    let by_table: generated::Order = serde_json::from_str(&text)?;
    let by_derive: derived::Order = serde_json::from_str(&text)?;
    assert_eq!(serde_json::to_string(&by_table)?, serde_json::to_string(&by_derive)?);

    println!("14 nested structs, {} bytes; medians of {SAMPLES} samples, microseconds", text.len());
    println!("{:<12} {:>8} {:>8} {:>8}", "", "table", "derive", "ratio");
    compare("serialise", || serde_json::to_vec(&by_table), || serde_json::to_vec(&by_derive));
    compare(
        "deserialise",
        || serde_json::from_str::<generated::Order>(black_box(&text)),
        || serde_json::from_str::<derived::Order>(black_box(&text)),
    );
    Ok(())
}

fn compare<A, B>(what: &str, by_table: impl Fn() -> A, by_derive: impl Fn() -> B) {
    let (mut tables, mut derives) = (Vec::new(), Vec::new());
    for _ in 0..SAMPLES {
        tables.push(sample(&by_table));
        derives.push(sample(&by_derive));
    }
    let (table, derive) = (median(tables), median(derives));
    println!("{what:<12} {table:>8.3} {derive:>8.3} {:>8.3}", table / derive);
}

fn sample<T>(run: impl Fn() -> T) -> Duration {
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        black_box(run());
    }
    begun.elapsed()
}

/// Microseconds of one round.
fn median(mut samples: Vec<Duration>) -> f64 {
    samples.sort_unstable();
    samples.get(samples.len() / 2).map_or(0.0, Duration::as_secs_f64) * 1e6 / f64::from(ROUNDS)
}

/// An order, its customer with two addresses, and five lines with their products.
fn order() -> String {
    let address = |street: &str, floor: &str| {
        format!(
            r#"{{"street":"{street}","houseNumber":12,{floor}"postCode":"2100","city":"København","latitude":55.7,"longitude":12.57}}"#
        )
    };
    let line = |number: u32| {
        format!(
            r#"{{"id":"0a6f0a0e-9f0f-4b7b-8a55-0000000000{number:02}","product":{{"sku":"SKU-{number}","name":"Chair no. {number}","weight":3.25,"units":4,"colours":["red","blue"],"maker":"6d1fe0a1-2b1d-4a6b-8a2b-1f6f0c6a7b01","obsolete":false}},"amount":{number},"price":499.5,"gift":true,"serials":["A1","B2","C3"],"stock":9007199254740993}}"#
        )
    };
    let lines: Vec<_> = (1..=5).map(line).collect();
    format!(
        r#"{{"id":"7b0e0a0e-9f0f-4b7b-8a55-6f3f2b1a0c01","number":4711,"customer":{{"id":"1d0e0a0e-9f0f-4b7b-8a55-6f3f2b1a0c02","name":"Ada Lovelace","mail":"ada@example.org","address":{},"invoice":{},"points":120,"score":4.5,"nickname":null}},"lines":[{}],"paid":true,"note":"Ring twice","tags":["new","fragile"]}}"#,
        address("Main Street", r#""floor":"2","#),
        address("Side Street", ""),
        lines.join(",")
    )
}
