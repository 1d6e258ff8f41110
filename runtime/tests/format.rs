//! Good and bad values of each string format.

use kontrakt::Format;

fn holds(format: Format, good: &[&str], bad: &[&str]) {
    for text in good {
        assert!(format.check(text), "{format} refuses {text:?}");
    }
    for text in bad {
        assert!(!format.check(text), "{format} accepts {text:?}");
    }
}

#[test]
fn mailboxes() {
    let good = [
        "a@b.dk",
        "first.last+tag@sub.example.org",
        "\"a b\"@c.dk",
        "\"a\\\"b@c\"@d.dk",
        "x@[127.0.0.1]",
        "x@[IPv6:::1]",
        "o'brien@x.ie",
    ];
    let bad = [
        "",
        "a",
        "@b.dk",
        "a@",
        "a..b@c.dk",
        ".a@c.dk",
        "a@b..dk",
        "a@-b.dk",
        "a b@c.dk",
        "\"a\"b\"@c.dk",
        "x@[300.0.0.1]",
        "a@b_c.dk",
        "a@b.dk\n",
        "bo@æble.dk",
    ];
    holds(Format::Email, &good, &bad);
    holds(Format::Email, &[&format!("{}@b.dk", "a".repeat(64))], &[&format!("{}@b.dk", "a".repeat(65))]);
    holds(
        Format::IdnEmail,
        &["søren@æble.dk", "a@b.dk", "실례@실례.테스트"],
        &["søren", "søren@", "sø ren@æble.dk", "a@æ ble.dk", "a@b\u{a0}.dk"],
    );
}

#[test]
fn host_names() {
    let (longest, too_long) = ("a".repeat(63), "a".repeat(64));
    holds(
        Format::Hostname,
        &["localhost", "example.org", "xn--nxasmm1c.com", "1.2", &longest],
        &["", ".", "example.org.", "-a.dk", "a-.dk", "a_b.dk", "æ.dk", "a b", "a..b", &too_long],
    );
    holds(Format::Hostname, &[], &[&["abc"; 64].join(".")]);
}

#[test]
fn addresses() {
    holds(
        Format::Ipv4,
        &["0.0.0.0", "192.168.1.255"],
        &["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.1.1.1", "1.1.1.1 ", "0x1.1.1.1"],
    );
    holds(
        Format::Ipv6,
        &["::", "::1", "2001:db8::ff00:42:8329", "::ffff:192.0.2.1"],
        &["", ":", "1::2::3", "12345::", "fe80::1%eth0", "1:2:3:4:5:6:7"],
    );
}

#[test]
fn identifiers_of_resources() {
    let whole = [
        "https://example.org/a?b=c#d",
        "urn:isbn:0451450523",
        "mailto:a@b.dk",
        "http://u:p@[::1]:8080/",
        "file:///etc",
        "a:",
        "http://[v1.x:y]/",
        "http://a:",
        "tel:+4512345678",
        "http://x/%C3%A6",
    ];
    let broken = [
        "http://a b",
        "http://x/%zz",
        "http://x/%a",
        "http://[::1",
        "http://[1]/",
        "http://x:80a/",
        "http://x/æ",
        "http://x/<y>",
        "1a://x",
        "http://x/#a#b",
        "http://x/\n",
        "http://x^y",
        "http://[::1]x/",
    ];
    let relative = ["", "../a", "/a/b", "?q=1", "#x", "//host/a", "a", "./a:b", "a/b:c"];
    holds(Format::Uri, &whole, &broken);
    holds(Format::Uri, &[], &relative);
    holds(Format::UriReference, &whole, &broken);
    holds(Format::UriReference, &relative, &["1:a", "a b", "\\", "%"]);
}

#[test]
fn uuids() {
    holds(
        Format::Uuid,
        &[
            "123e4567-e89b-12d3-a456-426614174000",
            "00000000-0000-0000-0000-000000000000",
            "123E4567-E89B-12D3-A456-426614174000",
        ],
        &[
            "",
            "123e4567e89b12d3a456426614174000",
            "{123e4567-e89b-12d3-a456-426614174000}",
            "urn:uuid:123e4567-e89b-12d3-a456-426614174000",
            "123e4567-e89b-12d3-a456-42661417400g",
            "123e4567-e89b-12d3-a456-4266141740000",
        ],
    );
}

#[test]
fn dates_and_times() {
    let days = ["2024-02-29", "0000-01-01", "9999-12-31"];
    let no_days = [
        "",
        "2023-02-29",
        "2024-13-01",
        "2024-1-1",
        "20240101",
        "24-01-01",
        "2024-01-01T",
        "2024-00-10",
        "2024-01-00",
        "+002024-01-01",
        "２024-01-01",
        "2024-01-0é",
    ];
    holds(Format::Date, &days, &no_days);
    let hours =
        ["00:00:00Z", "23:59:59.999z", "08:30:00+02:00", "08:30:00-23:59", "23:59:60Z", "01:59:60+02:00"];
    let no_hours = [
        "",
        "24:00:00Z",
        "08:60:00Z",
        "08:30:61Z",
        "08:30:60Z",
        "08:30Z",
        "08:30:00",
        "08:30:00.Z",
        "08:30:00+0200",
        "08:30:00+24:00",
        "8:30:00Z",
        "08:30:00 Z",
        "08:30:00é",
    ];
    holds(Format::Time, &hours, &no_hours);
    for day in days {
        holds(
            Format::DateTime,
            &hours.map(|hour| format!("{day}T{hour}")).each_ref().map(String::as_str),
            &[],
        );
    }
    let bad = [
        "",
        "2024-01-01",
        "2024-01-01T00:00:00",
        "2024-01-01 00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2024-01-01T25:00:00Z",
        "2024-01-01T00:00:00Z[Europe/Copenhagen]",
    ];
    holds(Format::DateTime, &["2024-01-01t00:00:00z"], &bad);
}

#[test]
fn durations() {
    holds(
        Format::Duration,
        &[
            "P1Y",
            "P1Y2M3D",
            "P3DT4H5M6S",
            "PT36H",
            "P2W",
            "PT0S",
            "P1M",
            "PT1M",
            "P1DT12H",
            "P1Y2D",
            "PT1H2S",
            "PT1.5S",
        ],
        &[
            "", "P", "PT", "P1", "1D", "P1D2Y", "P1YT", "PT1H1H", "P1W2D", "P1.5D", "PT1.S", "PT.5S",
            "PT1.5.5S", "-P1D", "P1S", "PT1D", "P1D ", "P１D", "P1é", "P1H",
        ],
    );
}

#[test]
fn json_pointers_and_base64() {
    holds(Format::JsonPointer, &["", "/", "/a/b", "/a~1b/~0", "/æ", "//"], &["a", "/a~", "/~2", "#/a"]);
    holds(
        Format::Byte,
        &["", "QQ==", "aGVq", "+/+/"],
        &["Q", "QQ", "QQ=", "QR==", "aGV*", "aG Vq", "-_-_", "aGVq\n"],
    );
}

#[test]
fn resources_in_all_scripts() {
    let good = ["https://æble.dk/ø?å=ü#ñ", "urn:例え", "http://[::1]/", "a:"];
    holds(
        Format::Iri,
        &good,
        &["", "../ø", "http://x/ y", "http://x/\u{200b}\u{e000}", "http://x/\u{a0}", "ø:x"],
    );
    holds(Format::IriReference, &["", "../ø", "#å", "a/b:c"], &["ø b", "<ø>", "%"]);
    holds(
        Format::IdnHostname,
        &["æble.dk", "localhost", "例え.テスト"],
        &["", "-æ.dk", "æ-.dk", "æ_ø.dk", "æ..dk", "æ .dk"],
    );
}

#[test]
fn templates_of_resources() {
    holds(
        Format::UriTemplate,
        &["", "/a/{id}", "http://x/{+path}{?q,r*}{&s:12}", "{#a.b}", "/%20/{%C3%A6_1}", "/ø"],
        &[
            "{",
            "/{id",
            "/id}",
            "/{}",
            "/{a b}",
            "/{a,}",
            "{a:0}",
            "{a:12345}",
            "{a:}",
            "/ a",
            "/%2",
            "{a**}",
            "{$a}",
        ],
    );
}

#[test]
fn relative_json_pointers() {
    holds(
        Format::RelativeJsonPointer,
        &["0", "1/a", "2#", "0/", "10/a~1b", "0-1", "1+2/a", "3+1#"],
        &["", "/a", "01", "-1", "0a", "1/~2", "0##", "1+0", "1-01", "1+", "#"],
    );
}

#[test]
fn fields_of_http() {
    holds(
        Format::HttpDate,
        &["Sun, 06 Nov 1994 08:49:37 GMT", "Thu, 29 Feb 2024 23:59:60 GMT"],
        &[
            "",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 06 Nov 1994 8:49:37 GMT",
            "Sun, 31 Nov 1994 08:49:37 GMT",
        ],
    );
    holds(
        Format::MediaRange,
        &["text/html", "*/*", "text/*", "a/b; q=0.5;x=\"a;\\\"b\"", "application/vnd.x+json;", "a/b ; c=d"],
        &["", "text", "*/html", "text/", "/html", "a/b; c", "a/b; c=\"", "a b/c", "a/b, c/d", "a/b; c=d e"],
    );
}

#[test]
fn single_characters_and_base64_for_urls() {
    holds(Format::Char, &["a", "æ", "🦀", " "], &["", "ab", "e\u{301}"]);
    holds(Format::Base64url, &["", "-_-_", "QQ", "QQ=="], &["+/+/", "Q", "QQ=", "Q Q", "QR"]);
}

#[test]
fn names_are_distinct() {
    let names: std::collections::BTreeSet<&str> = Format::ALL.iter().map(Format::name).collect();
    assert_eq!(names.len(), Format::ALL.len());
}
