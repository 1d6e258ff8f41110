//! Strings that are of a format, and such that are nearly.

/// Strings of a format; nothing for a word that means none.
pub(super) fn allowed(word: &str) -> &'static [&'static str] {
    match word {
        "uuid" => &["9b2f6e0c-3a54-4d1e-8f77-0a1b2c3d4e5f", "00000000-0000-0000-0000-000000000000"],
        "date" => &["2024-02-29", "1999-12-31"],
        "date-time" => &["2024-02-29T12:30:45Z", "1999-12-31T23:59:59.123456Z"],
        "byte" => &["aGVq", "aGVqIQ==", "/+8="],
        "base64url" => &["aGVq", "_-8"],
        "email" => &["anna@example.org", "a.b+c@example.com"],
        "idn-email" => &["anna@example.org", "åse@rødgrød.dk"],
        "uri" => &["https://example.org/a?b=c#d", "urn:isbn:0451450523"],
        "uri-reference" => &["https://example.org/a", "/a/b?c=d", "../a"],
        "iri" => &["https://example.org/a", "https://rødgrød.dk/fløde"],
        "iri-reference" => &["https://example.org/a", "/fløde"],
        "hostname" => &["example.org", "a-1.example.org"],
        "idn-hostname" => &["example.org", "rødgrød.dk"],
        "ipv4" => &["192.0.2.1", "255.255.255.255"],
        "ipv6" => &["2001:db8::1", "::"],
        "time" => &["12:30:45Z", "23:59:59.5+01:00"],
        "duration" => &["P1DT2H", "P3W"],
        "json-pointer" => &["/a/0", "/a~1b/m~0n"],
        "relative-json-pointer" => &["1/a", "0#"],
        "char" => &["a", "7"],
        "http-date" => &["Thu, 29 Feb 2024 12:30:45 GMT"],
        "media-range" => &["text/plain", "image/*"],
        "uri-template" => &["/a/{b}", "https://example.org/{a}{?b}"],
        _ => &[],
    }
}

/// Strings that are nearly of a format.
pub(super) fn refused(word: &str) -> &'static [&'static str] {
    match word {
        "uuid" => &["9b2f6e0c-3a54-4d1e-8f77-0a1b2c3d4e5g"],
        "date" => &["2023-02-29"],
        "date-time" => &["2024-02-29T25:30:45Z", "2024-02-29"],
        "byte" => &["aGVq!", "aGVqI"],
        "base64url" => &["aGV+", "a+b"],
        "email" | "idn-email" => &["anna.example.org", "anna@", "@"],
        "uri" | "iri" => &["/no/scheme", "a b"],
        "uri-reference" | "iri-reference" => &["a b", "a<b>"],
        "hostname" | "idn-hostname" => &["-example.org", "a..b", "a_b"],
        "ipv4" => &["192.0.2.256", "192.0.2"],
        "ipv6" => &["2001:db8::g", "1:2"],
        "time" => &["25:30:45Z", "12:30"],
        "duration" => &["P", "1D"],
        "json-pointer" => &["a/0", "/a~2"],
        "relative-json-pointer" => &["/a", "-1"],
        "char" => &["ab"],
        "http-date" => &["2024-02-29T12:30:45Z"],
        "media-range" => &["text", "text/"],
        "uri-template" => &["/a/{b", "{"],
        _ => &[],
    }
}
