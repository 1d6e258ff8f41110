//! Tests of round trips: a test an operation, with its samples beside it, and a service that answers what a test says.

mod answer;
mod call;
mod given;
mod samples;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::Items;
use super::schema::Schemas;
use super::support::doc;
use crate::ir::{ModuleId, Operation, Payload, Section};
use crate::names::OperationNames;
use crate::plan::{Plan, Scope, ident};
use crate::samples::Samples;

/// The items of `round_trips.rs`.
pub(super) fn items<'p>(plan: &'p Plan<'p>, id: ModuleId) -> Items<'p> {
    let emitter = RoundTrips { plan, scope: Scope::beside(id), schemas: Schemas::beside(plan, id) };
    let front = emitter.echo(id);
    let operations = plan.operations_in(id, Section::Paths);
    let tests = operations.flat_map(move |(operation, names)| emitter.test(operation, names));
    Box::new(front.into_iter().chain(tests))
}

struct RoundTrips<'p> {
    plan: &'p Plan<'p>,
    scope: Scope,
    schemas: Schemas<'p>,
}

impl RoundTrips<'_> {
    /// The service.
    fn echo(&self, id: ModuleId) -> Vec<TokenStream> {
        let methods = self
            .plan
            .operations_in(id, Section::Paths)
            .map(|(operation, names)| self.handler(operation, names));
        vec![
            quote! {
                #[doc = "A service that notes what it is given, and answers what a test says."]
                struct Echo(Slot);
            },
            quote! {
                impl Echo {
                    fn trip(operation: &'static Operation, samples: &'static Samples) -> Trip<client::Client> {
                        let router = |slot| server::router(Self(slot), OpenGate);
                        Trip::new(operation, samples, router, client::Client::with_transport)
                    }
                }
            },
            quote! {
                impl server::Service for Echo {
                    type Caller = ();

                    #(#methods)*
                }
            },
        ]
    }

    fn test(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        if let Some(reason) = left_out(operation) {
            return vec![self.no_test(operation, names, reason)];
        }
        let samples = Samples::of(self.plan.api, self.plan.patterns, operation);
        let docs = doc(&super::support::place(operation));
        let (method, table) = (ident(&names.method), ident(&names.table));
        let call = self.call(operation, names);
        let answer = self.answer(operation, names);
        let [sent, told] = [("sent", &call), ("told", &answer)].map(|(name, code)| match says(code, name) {
            true => ident(name),
            false => ident(&format!("_{name}")),
        });
        let test = quote! {
            #docs
            #[test]
            fn #method() {
                let call = |client: &client::Client, #sent: &Sent| { #call };
                let answer = |#told: &Told| { #answer };
                Echo::trip(&operations::#table, &#table).run(call, answer);
            }
        };
        vec![test, self.samples(operation, names, &samples)]
    }

    fn no_test(&self, operation: &Operation, names: &OperationNames, reason: &str) -> TokenStream {
        let docs = doc(&super::support::place(operation));
        let (method, table) = (ident(&names.method), ident(&names.table));
        quote! {
            #docs
            #[test]
            fn #method() {
                kontrakt::testing::left_out(&operations::#table, #reason);
            }
        }
    }
}

/// Why an operation has no round trips: what is a stream can be neither sent twice nor compared.
fn left_out(operation: &Operation) -> Option<&'static str> {
    let sent = operation.body.iter().flat_map(|body| &body.contents);
    if sent.into_iter().any(|content| content.payload.is_sequence()) {
        return Some("the request is a stream of items");
    }
    let in_enum = Plan::has_response_enum(operation) || Plan::has_choice(operation);
    let mut answered = operation.answers().flat_map(|response| &response.contents);
    let streams = |payload: &Payload| payload.is_sequence() || (in_enum && payload.is_bytes_of_answer());
    answered.any(|content| streams(&content.payload)).then_some("the answer is a stream, or may be one")
}

/// Whether code says a name.
fn says(code: &TokenStream, name: &str) -> bool {
    code.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => says(&group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
