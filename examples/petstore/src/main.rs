//! Starts the pet store, calls it as a client would, and prints what came back.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use kontrakt::client::Transport;
use petstore::pets::operations::ListPetsResponse;
use petstore::pets::types::{Home, House, Kind, NewPet, Tag};
use petstore::pets::{Client, router, security};
use petstore::{Keeper, Store};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let keeper = Keeper { key: "cat flap".to_owned() };
    tokio::spawn(axum::serve(listener, router(Store::default(), keeper)).into_future());

    let transport = Transport::builder(&url).credential(&security::KEY, "cat flap").build()?;
    let client = Client::with_transport(transport);
    if let Err(refused) = Client::new(&url)?.list_pets().await {
        println!("refused without the key: {refused}");
    }

    let mut tabby = NewPet::new("Tabby".into(), Kind::Cat);
    tabby.tag = Some(Tag::new("UK-0001")?);
    tabby.home = Some(Home::House(House { r#type: "house".into(), garden: true }));
    println!("added: {:?}", client.add_pet(&tabby).await?);

    let ListPetsResponse::Ok { x_total, body } = client.list_pets().kind(&[Kind::Cat]).limit(10).await?;
    println!("cats: {} of {} pets", body.len(), x_total.unwrap_or_default());

    let nameless = NewPet::new(String::new(), Kind::Dog);
    if let Err(refused) = client.add_pet(&nameless).await {
        println!("refused before it was sent: {refused}");
    }
    if let Err(conflict) = client.add_pet(&tabby).await {
        println!("refused by the server: {conflict}");
    }
    Ok(())
}
