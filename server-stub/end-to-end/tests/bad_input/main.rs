//! Bad input gets a clear answer with its status, code and place, and nothing is written.

#![allow(clippy::unwrap_used, clippy::panic)] // a failed expectation is a failed test

mod body;
mod border;
mod database;
mod parameters;
mod tokens;

use dfdg_end_to_end::{Answer, Caller, Citizen, Request, Server, expect};

/// A server, a citizen, and a job centre whose own the citizen is.
struct Setting {
    server: Server,
    citizen: Citizen,
    caller: Caller,
}

impl Setting {
    async fn new() -> Self {
        let server = Server::start().await;
        let citizen = server.own_citizen().await;
        Self { server, citizen, caller: Caller::job_center() }
    }

    /// The simplest good request of an operation.
    fn request(&self, name: &str) -> Request {
        self.server.request(&self.caller, name, &self.citizen)
    }

    /// Sends a request that is refused, without a trace in the database.
    async fn refused(&self, request: Request) -> Answer {
        let before = self.server.rows().await;
        let answer = self.server.send(request).await;
        assert!(answer.status >= 400, "{} {}", answer.status, answer.body);
        assert_eq!(self.server.rows().await.changed_since(&before), [""; 0]);
        answer
    }

    /// Sends a request that is against the contract: 400, with these codes and these violations.
    async fn against(&self, request: Request, codes: &[i64], violations: &[(&str, &str)]) {
        let answer = self.refused(request).await;
        expect::problem(&answer, 400, codes);
        expect::violations(&answer, violations);
    }
}
