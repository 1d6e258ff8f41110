//! Tokens that the server must not believe, and their ingredients.

use dfdg_sdk::serde_json::{Value, json};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};

use crate::{Caller, SECRET};

/// What a token of this caller's says: everything that the server asks for.
pub fn claims(caller: &Caller) -> Value {
    let mut claims = json!(caller.claims);
    claims["iss"] = json!("dfdg-dev");
    claims["aud"] = json!("dfdg");
    claims["exp"] = json!(get_current_timestamp() + 60);
    claims
}

/// A token with these claims, signed with the server's secret.
pub fn sign(claims: &Value) -> String {
    sign_with(claims, Algorithm::HS256, Some("test"), SECRET)
}

/// A token with these claims.
pub fn sign_with(claims: &Value, algorithm: Algorithm, kid: Option<&str>, secret: &str) -> String {
    let header = Header { kid: kid.map(str::to_owned), ..Header::new(algorithm) };
    encode(&header, claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

/// The same token as if nobody had to sign it: algorithm `none`, and no signature.
pub fn unsigned(token: &str) -> String {
    // {"alg":"none","typ":"JWT"}
    let payload = token.split('.').nth(1).unwrap();
    format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}.")
}
