//! Paths that axum has no word for: from the client's URL to the parameters that the server reads.

mod support;

use kontrakt::client::Transport;
use kontrakt::server::{Context, Failure, OpenGate};
use kontrakt_compiled::paths::client::Client;
use kontrakt_compiled::paths::operations as of;
use kontrakt_compiled::paths::server::*;
use kontrakt_compiled::paths::types::{NewsContentItem, SearchContent};
use support::{raw, serve};

struct Echo;

type Said<E> = Result<String, Failure<E>>;

/// What a method without parameters says.
fn bare<E>(name: &str) -> Said<E> {
    Ok(name.to_owned())
}

fn said<E>(name: &str, values: &[&str]) -> Said<E> {
    Ok(format!("{name} {}", values.join(" ")))
}

#[rustfmt::skip]
impl Service for Echo {
    type Caller = ();

    async fn get_x(&self, _: &Context<()>, r: GetXRequest) -> Said<of::GetXError> { said("x", &[&r.id]) }
    async fn delete_x(&self, _: &Context<()>, r: DeleteXRequest) -> Said<of::DeleteXError> { said("delete", &[&r.id]) }
    async fn get_json(&self, _: &Context<()>, r: GetJsonRequest) -> Said<of::GetJsonError> { said("json", &[&r.id]) }
    async fn cancel(&self, _: &Context<()>, r: CancelRequest) -> Said<of::CancelError> { said("cancel", &[&r.id]) }
    async fn search(&self, _: &Context<()>, _: SearchRequest) -> Said<of::SearchError> { bare("search") }
    async fn dashed(&self, _: &Context<()>, r: DashedRequest) -> Said<of::DashedError> { said("dashed", &[&r.id, &r.to]) }
    async fn joined(&self, _: &Context<()>, r: JoinedRequest) -> Said<of::JoinedError> { said("joined", &[&r.id, &r.to]) }
    async fn get_open(&self, _: &Context<()>, _: GetOpenRequest) -> Said<of::GetOpenError> { bare("open") }
    async fn get_closed(&self, _: &Context<()>, _: GetClosedRequest) -> Said<of::GetClosedError> { bare("closed") }
    async fn start(&self, _: &Context<()>, _: StartRequest) -> Said<of::StartError> { bare("start") }
    async fn stop(&self, _: &Context<()>, _: StopRequest) -> Said<of::StopError> { bare("stop") }
    async fn get_renamed(&self, _: &Context<()>, r: GetRenamedRequest) -> Said<of::GetRenamedError> { said("get", &[&r.id]) }
    async fn post_renamed(&self, _: &Context<()>, r: PostRenamedRequest) -> Said<of::PostRenamedError> { said("post", &[&r.to]) }
    async fn get_resource(&self, _: &Context<()>, r: GetResourceRequest) -> Said<of::GetResourceError> { said("resource", &[&r.id]) }
    async fn run_resource(&self, _: &Context<()>, r: RunResourceRequest) -> Said<of::RunResourceError> { said("run", &[&r.id]) }
    async fn list_items(&self, _: &Context<()>, r: ListItemsRequest) -> Said<of::ListItemsError> { said("items", &[&r.to]) }
    async fn get_file(&self, _: &Context<()>, r: GetFileRequest) -> Said<of::GetFileError> { said("file", &[&r.id]) }
    async fn proxy(&self, _: &Context<()>, r: ProxyRequest) -> Said<of::ProxyError> { said("proxy", &[&r.id]) }
    async fn nameless(&self, _: &Context<()>, r: NamelessRequest) -> Said<of::NamelessError> { said("nameless", &[&r.id]) }
    async fn twice(&self, _: &Context<()>, r: TwiceRequest) -> Said<of::TwiceError> { said("twice", &[&r.id]) }
    async fn odd(&self, _: &Context<()>, _: OddRequest) -> Said<of::OddError> { bare("odd") }
    async fn fixed(&self, _: &Context<()>, _: FixedRequest) -> Said<of::FixedError> { bare("fixed") }
    async fn trailing(&self, _: &Context<()>, _: TrailingRequest) -> Said<of::TrailingError> { bare("trailing") }
    async fn empty_segments(&self, _: &Context<()>, _: EmptySegmentsRequest) -> Said<of::EmptySegmentsError> { bare("empty") }
    async fn star(&self, _: &Context<()>, _: StarRequest) -> Said<of::StarError> { bare("star") }
    async fn bare(&self, _: &Context<()>, _: BareRequest) -> Said<of::BareError> { bare("bare") }
    async fn method_get(&self, _: &Context<()>, _: MethodGetRequest) -> Said<of::MethodGetError> { bare("GET") }
    async fn method_head(&self, _: &Context<()>, _: MethodHeadRequest) -> Result<(), Failure<of::MethodHeadError>> { Ok(()) }
    async fn method_options(&self, _: &Context<()>, _: MethodOptionsRequest) -> Said<of::MethodOptionsError> { bare("OPTIONS") }
    async fn method_trace(&self, _: &Context<()>, _: MethodTraceRequest) -> Said<of::MethodTraceError> { bare("TRACE") }
    async fn method_query(&self, _: &Context<()>, _: MethodQueryRequest) -> Said<of::MethodQueryError> { bare("QUERY") }
    async fn method_copy(&self, _: &Context<()>, _: MethodCopyRequest) -> Said<of::MethodCopyError> { bare("COPY") }
    async fn pages(&self, _: &Context<()>, r: PagesRequest) -> Said<of::PagesError> { said("pages", &[&r.page.to_string(), &r.size.to_string()]) }
    async fn news(&self, _: &Context<()>, r: NewsRequest) -> Result<Vec<NewsContentItem>, Failure<of::NewsError>> {
        Ok(r.search.words.into_iter().map(|title| NewsContentItem { title }).collect())
    }
}

async fn client() -> (Client, String) {
    let url = serve(router(Echo, OpenGate)).await;
    (Client::with_transport(Transport::builder(&url).build().expect("a transport")), url)
}

#[tokio::test]
async fn parts_of_segments_are_told_apart() {
    let (client, url) = client().await;
    assert_eq!(client.get_x("a:b.c").await.expect("answered"), "x a:b.c");
    assert_eq!(client.get_json("a b").await.expect("answered"), "json a b");
    assert_eq!(client.cancel("7:cancel").await.expect("answered"), "cancel 7:cancel");
    assert_eq!(client.search().await.expect("answered"), "search");
    // What is fixed goes before what is open, whatever methods it has.
    assert_eq!(client.delete_x("lookup").await.expect("answered"), "delete lookup");
    assert_eq!(raw("DELETE", &format!("{url}/x/search"), &[], "").await.0, 405);
    assert_eq!(client.dashed("1", "2-3").await.expect("answered"), "dashed 1 2-3");
    assert_eq!(client.joined("æ", "23").await.expect("answered"), "joined æ 23");
    assert_eq!(client.get_renamed("7").await.expect("answered"), "get 7");
    assert_eq!(client.post_renamed("7").await.expect("answered"), "post 7");
    assert_eq!(client.twice("a/b").await.expect("answered"), "twice a/b");
    assert_eq!(client.nameless("7").await.expect("answered"), "nameless 7");
    assert_eq!(raw("GET", &format!("{url}/twice/1/of/2"), &[], "").await.0, 404);
    assert_eq!(raw("PUT", &format!("{url}/x/7"), &[], "").await.0, 405);
}

#[tokio::test]
async fn queries_fragments_and_headers_tell_operations_apart() {
    let (client, url) = client().await;
    assert_eq!(client.get_open().await.expect("answered"), "open");
    assert_eq!(client.get_closed().await.expect("answered"), "closed");
    assert_eq!(client.start(&"start".into()).await.expect("answered"), "start");
    assert_eq!(client.stop(&"stop".into()).await.expect("answered"), "stop");
    assert_eq!(raw("GET", &format!("{url}/state?is=lost"), &[], "").await.0, 404);
    assert_eq!(raw("POST", &format!("{url}/act"), &[("X-Target", "nothing")], "").await.0, 400);
}

#[tokio::test]
async fn values_with_slashes_are_one_parameter() {
    let (client, url) = client().await;
    assert_eq!(
        client.get_resource("projects/1/items/æ ?").await.expect("answered"),
        "resource projects/1/items/æ ?"
    );
    assert_eq!(client.run_resource("a/b:c").await.expect("answered"), "run a/b:c");
    assert_eq!(client.list_items("a/b").await.expect("answered"), "items a/b");
    assert_eq!(client.get_file("a//b/").await.expect("answered"), "file a//b/");
    assert_eq!(client.proxy("*").await.expect("answered"), "proxy *");
    let (_, body) = raw("GET", &format!("{url}/v1/projects/1/items"), &[], "").await;
    assert_eq!(body, "resource projects/1/items");
    assert!(client.get_file("a/../b").await.is_err());
}

#[tokio::test]
async fn fixed_text_is_found_however_it_is_spelt() {
    let (client, url) = client().await;
    assert_eq!(client.odd().await.expect("answered"), "odd");
    assert_eq!(client.fixed().await.expect("answered"), "fixed");
    assert_eq!(client.trailing().await.expect("answered"), "trailing");
    assert_eq!(client.empty_segments().await.expect("answered"), "empty");
    assert_eq!(client.star().await.expect("answered"), "star");
    assert_eq!(client.bare().await.expect("answered"), "bare");
    let spelt = format!("{url}/f%69xed%20text/sm%c3%b8r%21%2F/%5c");
    assert_eq!(raw("GET", &spelt, &[], "").await, (200, "fixed".to_owned()));
    assert_eq!(raw("GET", &format!("{url}/slash"), &[], "").await.0, 404);
}

#[tokio::test]
async fn every_method_is_served() {
    let (client, _) = client().await;
    assert_eq!(client.method_get().await.expect("answered"), "GET");
    client.method_head().await.expect("answered");
    assert_eq!(client.method_options().await.expect("answered"), "OPTIONS");
    assert_eq!(client.method_trace().await.expect("answered"), "TRACE");
    assert_eq!(client.method_query().await.expect("answered"), "QUERY");
    assert_eq!(client.method_copy().await.expect("answered"), "COPY");
}

#[tokio::test]
async fn a_path_may_name_parameters_of_the_query() {
    let (client, url) = client().await;
    assert_eq!(client.pages(1, 20).await.expect("answered"), "pages 1 20");
    assert_eq!(raw("GET", &format!("{url}/pages?size=2&page=3"), &[], "").await.1, "pages 3 2");
}

#[tokio::test]
async fn a_whole_query_is_an_object() {
    let (client, url) = client().await;
    let search = SearchContent { words: vec!["a b".to_owned(), "c&d".to_owned()], limit: Some(2) };
    let titles: Vec<String> =
        client.news(&search).await.expect("answered").into_iter().map(|item| item.title).collect();
    assert_eq!(titles, search.words);
    let (_, body) = raw("GET", &format!("{url}/news?words=a&limit=1"), &[], "").await;
    assert_eq!(body, r#"[{"title":"a"}]"#);
    assert_eq!(raw("GET", &format!("{url}/news?limit=1"), &[], "").await.0, 400);
}
