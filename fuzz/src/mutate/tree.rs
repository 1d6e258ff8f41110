//! Documents changed as trees: keys, values, references and whole parts.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::NUMBERS;

/// The places of a tree that are looked at; a larger one is changed near its beginning.
const PLACES: usize = 4000;

/// A changed copy of a document; `None` for what is none.
pub(super) fn change(text: &[u8], words: &[&str], random: &mut Rng) -> Option<Vec<u8>> {
    let mut tree = serde_json::from_slice(text).or_else(|_| serde_yaml::from_slice::<Value>(text)).ok()?;
    for _ in 0..=random.usize(..3) {
        once(&mut tree, words, random);
    }
    if random.u8(..8) == 0 {
        return serde_yaml::to_string(&tree).ok().map(String::into_bytes);
    }
    serde_json::to_vec(&tree).ok()
}

fn once(tree: &mut Value, words: &[&str], random: &mut Rng) {
    let places = places(tree);
    let pick = |random: &mut Rng| random.choice(&places).cloned().unwrap_or_default();
    let (at, other) = (pick(random), pick(random));
    let copy = tree.pointer(&other).cloned().unwrap_or_default();
    let Some(node) = tree.pointer_mut(&at) else { return };
    match random.u8(..14) {
        0 | 1 => remove(node, random),
        2 | 3 => *node = leaf(words, random),
        // A part of the document at another place.
        4 | 5 => *node = copy,
        6 => drop(std::mem::replace(node, json!({ "$ref": format!("#{other}") }))),
        7 => *node = json!({ "$ref": format!("#{other}/{}", word(words, random)) }),
        8 => rename(node, words, random),
        9 => nest(node, words, random),
        10 => text(node, words, random),
        11 => add(node, &word(words, random), copy),
        _ => {
            let value = leaf(words, random);
            add(node, &word(words, random), value);
        }
    }
}

/// Pointers to the nodes of a tree, the upper ones first.
fn places(tree: &Value) -> Vec<String> {
    let mut places = vec![String::new()];
    let mut next = 0;
    while next < places.len() && places.len() < PLACES {
        let at = places[next].clone();
        match tree.pointer(&at) {
            Some(Value::Object(map)) => {
                places.extend(
                    map.keys().map(|key| format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))),
                );
            }
            Some(Value::Array(items)) => places.extend((0..items.len()).map(|index| format!("{at}/{index}"))),
            _ => {}
        }
        next += 1;
    }
    places
}

fn word(words: &[&str], random: &mut Rng) -> String {
    random.choice(words).map_or("", |word| word).to_owned()
}

fn leaf(words: &[&str], random: &mut Rng) -> Value {
    match random.u8(..12) {
        0 => Value::Null,
        1 => Value::Bool(random.bool()),
        2 => json!([]),
        3 => json!({}),
        4 | 5 => {
            let number = random.choice(NUMBERS).and_then(|number| serde_json::from_str(number).ok());
            number.unwrap_or(Value::Null)
        }
        6 => json!([word(words, random), word(words, random)]),
        7 => json!({ word(words, random): word(words, random) }),
        _ => word(words, random).into(),
    }
}

fn remove(node: &mut Value, random: &mut Rng) {
    match node {
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(random.usize(..map.len())).cloned();
            key.and_then(|key| map.remove(&key));
        }
        Value::Array(items) if !items.is_empty() => drop(items.remove(random.usize(..items.len()))),
        other => *other = Value::Null,
    }
}

fn add(node: &mut Value, key: &str, value: Value) {
    match node {
        Value::Object(map) => drop(map.insert(key.to_owned(), value)),
        Value::Array(items) => items.push(value),
        other => *other = value,
    }
}

fn rename(node: &mut Value, words: &[&str], random: &mut Rng) {
    let Value::Object(map) = node else { return };
    let renamed = random.usize(..=map.len());
    let entries = std::mem::take(map).into_iter().enumerate();
    *map = entries
        .map(|(index, (key, value))| (if index == renamed { word(words, random) } else { key }, value))
        .collect::<Map<_, _>>();
}

/// Wraps a node many times.
fn nest(node: &mut Value, words: &[&str], random: &mut Rng) {
    let key = word(words, random);
    let deep = if random.u8(..4) == 0 { 110 } else { 12 };
    for _ in 0..random.usize(1..deep) {
        let inner = node.take();
        *node = if random.bool() { json!({ key.as_str(): inner }) } else { json!([inner]) };
    }
}

/// Changes the text of a string, or makes one of a number.
fn text(node: &mut Value, words: &[&str], random: &mut Rng) {
    let mut characters: Vec<char> = match &*node {
        Value::String(text) => text.chars().collect(),
        other => other.to_string().chars().take(80).collect(),
    };
    let at = random.usize(..=characters.len());
    match random.u8(..4) {
        0 => drop(characters.splice(at..at, word(words, random).chars())),
        1 => characters.truncate(at),
        2 if at < characters.len() => drop(characters.remove(at)),
        _ => characters.insert(at, random.char(..)),
    }
    *node = characters.into_iter().collect::<String>().into();
}
