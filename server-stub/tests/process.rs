//! The server as a process and over a socket.

#![allow(clippy::unwrap_used)] // a failed expectation is a failed test

mod support;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use dfdg_server::app::App;
use dfdg_server::routes;
use dfdg_server::server;
use support::{SECRET, settings};

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dfdg-server"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("DFDG_DATABASE_URL", format!("sqlite://{}", folder.join("cli.sqlite").display()))
        .env("DFDG_AUTH_SECRET", SECRET)
        .env("DFDG_ADDRESS", "127.0.0.1:0")
        .env("DFDG_LOG_FORMAT", "json");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

#[tokio::test]
async fn health_follows_the_database_and_contracts_are_served() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(settings(folder.path())).await.unwrap();
    let running = server::start(&app, routes::services(&app)).await.unwrap();
    let get = async |path: &str| reqwest::get(format!("{}{path}", running.base_url())).await.unwrap();

    let health = get("/health").await;
    assert_eq!(health.status(), 200);
    assert_eq!(health.text().await.unwrap(), r#"{"status":"ok"}"#);
    for service in
        ["indkaldelse", "borgerflytte", "kontaktinformation", "webservicebesked", "letasyl", "common"]
    {
        let contract = get(&format!("/openapi/{service}.yaml")).await;
        assert_eq!(contract.status(), 200, "{service}");
        assert_eq!(contract.headers()["content-type"], "application/yaml");
        assert!(contract.text().await.unwrap().starts_with("openapi: 3.0.3"));
    }
    assert_eq!(get("/openapi/other.yaml").await.status(), 404);

    app.store.close().await;
    assert_eq!(get("/health").await.status(), 503);
    running.stop().await;
}

#[test]
fn migrate_seed_and_token_work_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["migrate"]).status.success());
    let first = run(folder.path(), &["seed"]);
    assert!(String::from_utf8_lossy(&first.stdout).contains("28 new citizens"));
    let second = run(folder.path(), &["seed"]);
    assert!(String::from_utf8_lossy(&second.stdout).contains("0 new citizens"));
    let token = run(folder.path(), &["token", "--organisation", "8:10101", "--scope", "a.read"]);
    assert_eq!(String::from_utf8_lossy(&token.stdout).trim().split('.').count(), 3);
}

#[test]
fn what_is_wrong_is_said_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let said = |output: Output| {
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let unreachable =
        command(folder.path(), &["migrate"]).env("DFDG_DATABASE_URL", "sqlite:///nowhere/x").output();
    let text = said(unreachable.unwrap());
    assert!(text.contains("database.url") && text.lines().count() == 1, "{text}");
    let text = said(command(folder.path(), &["serve"]).env_remove("DFDG_AUTH_SECRET").output().unwrap());
    assert!(text.contains("auth.keys"), "{text}");
    std::fs::write(folder.path().join("seed.toml"), "[[borgere]]\ncpr = 'x'\n").unwrap();
    let text = said(run(folder.path(), &["seed", "seed.toml"]));
    assert!(text.contains("seed.toml: line 2: borgere[0].cpr"), "{text}");
    let text = said(run(folder.path(), &["seed", "missing.toml"]));
    assert!(text.contains("missing.toml"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_stop_ends_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = command(folder.path(), &["serve", "--demo"]).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(serving.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut listening = false;
    for line in lines {
        let event: serde_json::Value = serde_json::from_str(&line).unwrap();
        if event["message"] == "listening" {
            listening = true;
            assert!(Command::new("kill").arg(serving.id().to_string()).status().unwrap().success());
        }
    }
    assert!(listening);
    assert!(serving.wait().unwrap().success());
}
