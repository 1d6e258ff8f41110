//! The generated traits: what a request says in the words of the rules, and what the rules say in the contract's. One
//! file a service; no rule stands here.

mod borgerflytte;
mod indkaldelse;
mod kontaktinformation;
mod letasyl;
mod webservicebesked;

use dfdg_api::common::types as common;
use kontrakt::server::{Context, RequestTicket};

use crate::app::App;
use crate::auth::Caller;
use crate::fault::Fault;
use crate::sensitive::Cpr;
use crate::store::Ticket;

/// The five services.
#[derive(Clone)]
pub struct Services(pub App);

/// The citizen of a request.
fn citizen(cpr: &common::Cpr) -> Result<Cpr, Fault> {
    let place = "/header/x-civilregistrationIdentifier";
    Cpr::new(cpr.as_str()).map_err(|_| Fault::invalid(place, "pattern", "is no CPR number"))
}

/// The right to carry a request out once.
fn ticket(context: &Context<Caller>, ticket: &RequestTicket) -> Ticket {
    context.caller.ticket(ticket.id())
}
