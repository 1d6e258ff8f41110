//! The server shows its contracts, and says how it is.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed expectation is a failed test

use dfdg_end_to_end::{Request, SERVICES, Server};

#[tokio::test]
async fn the_contracts_are_served_byte_for_byte() {
    let server = Server::start().await;
    let names = SERVICES.iter().map(|(name, _)| *name).chain(["common"]);
    let mut served = 0;
    for name in names {
        let file = format!("{}/../../spec/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        let answer = server.send(Request::new("GET", &format!("/openapi/{name}.yaml"))).await;
        assert_eq!((answer.status, answer.content_type()), (200, "application/yaml"), "{name}");
        assert_eq!(answer.body.into_bytes(), std::fs::read(file).unwrap(), "{name}");
        served += 1;
    }
    assert_eq!(served, 6);
}

/// `$ref: common.yaml#…` resolves against the address that the contract was read from.
#[tokio::test]
async fn what_a_contract_refers_to_is_served_beside_it() {
    let server = Server::start().await;
    for (name, _) in SERVICES {
        let contract = server.send(Request::new("GET", &format!("/openapi/{name}.yaml"))).await.body;
        let files: Vec<&str> = contract
            .split("$ref: '")
            .skip(1)
            .map(|text| text.split_once(['#', '\'']).unwrap().0)
            .filter(|file| !file.is_empty())
            .collect();
        assert!(!files.is_empty(), "{name}");
        for file in files {
            let answer = server.send(Request::new("GET", &format!("/openapi/{file}"))).await;
            assert_eq!(answer.status, 200, "{name} refers to {file}");
        }
    }
}

#[tokio::test]
async fn a_contract_that_is_not_there_is_not_found() {
    let server = Server::start().await;
    for path in ["/openapi/pets.yaml", "/openapi/", "/openapi/..%2FREADME.md", "/openapi/indkaldelse"] {
        assert_eq!(server.send(Request::new("GET", path)).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_server_is_healthy_as_long_as_its_database_answers() {
    let server = Server::start().await;
    let health = || server.send(Request::new("GET", "/health"));
    let up = health().await;
    assert_eq!((up.status, up.json()["status"].as_str()), (200, Some("ok")));
    server.app.store.close().await;
    let down = health().await;
    assert_eq!((down.status, down.json()["status"].as_str()), (503, Some("unavailable")));
    assert!(!down.body.contains(&server.folder().display().to_string()), "{}", down.body);
}

#[tokio::test]
async fn the_server_is_not_healthy_without_its_tables() {
    let server = Server::start().await;
    server.execute("ALTER TABLE organisationer RENAME TO forlagt").await;
    assert_eq!(server.send(Request::new("GET", "/health")).await.status, 503);
}
