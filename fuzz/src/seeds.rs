//! Inputs to begin with, and what is put into them.

mod words;

use std::path::{Path, PathBuf};

pub(crate) use words::{JSON, MEDIA, MULTIPART, OPENAPI, REGEX, STYLES};

use crate::entries::KINDS;

/// Contracts of this repository with something of everything.
const CONTRACTS: [&str; 9] = [
    include_str!("../kinds.yaml"),
    include_str!("../../codegen/tests/cases/directions/directions.yaml"),
    include_str!("../../codegen/tests/cases/media/media.yaml"),
    include_str!("../../codegen/tests/cases/names/names.yaml"),
    include_str!("../../codegen/tests/cases/paths/paths.yaml"),
    include_str!("../../codegen/tests/cases/rules/rules.yaml"),
    include_str!("../../codegen/tests/cases/schemas/schemas.yaml"),
    include_str!("../../codegen/tests/cases/security/vault.yaml"),
    include_str!("../../codegen/tests/cases/usual/usual.yaml"),
];

const SMALL_CONTRACTS: [&str; 3] = [
    r##"{"openapi":"3.0.3","info":{"title":"A","version":"1"},"paths":{"/a/{id}":{"get":{"operationId":"a","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"integer","minimum":1}}],"responses":{"200":{"description":"","content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}},"default":{"description":""}}}}},"components":{"schemas":{"A":{"type":"object","required":["b"],"properties":{"b":{"type":"string","pattern":"^a+$"},"c":{"$ref":"#/components/schemas/A"},"d":{"oneOf":[{"type":"string"},{"type":"integer","default":3}]}}}}}}"##,
    "openapi: 3.1.0\ninfo: {title: B, version: '1'}\npaths: {}\nwebhooks:\n  new:\n    post:\n      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}\n      responses: {'200': {description: ''}}\ncomponents:\n  schemas:\n    Base: {type: object, discriminator: {propertyName: kind}, properties: {kind: {type: string}}}\n    B:\n      allOf:\n        - $ref: '#/components/schemas/Base'\n        - {type: object, properties: {x: {enum: [1, a, null]}, y: {type: [string, 'null'], format: date, readOnly: true}}}\n",
    "openapi: 3.2.0\ninfo: {title: C, version: '1'}\nservers: [{url: 'https://{host}/v1', variables: {host: {default: a}}}]\nsecurity: [{key: []}, {oauth: [read], key: []}]\npaths:\n  /c:\n    parameters: [{name: q, in: query, style: deepObject, schema: {type: object, additionalProperties: {type: integer}}}]\n    put:\n      requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {f: {type: string, format: binary}}}, encoding: {f: {contentType: image/png}}}}}\n      responses: {2XX: {description: '', headers: {X-A: {schema: {type: integer}}}}}\n      callbacks: {done: {'{$request.body#/url}': {post: {responses: {'204': {description: ''}}}}}}\ncomponents:\n  securitySchemes:\n    key: {type: apiKey, in: header, name: X-Key}\n    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {read: ''}}}}\n",
];

/// Contracts: those of this repository, and those of the corpus where it is at hand. The smallest ones come first.
pub(crate) fn documents() -> Vec<Vec<u8>> {
    let largest = if cfg!(debug_assertions) { 6_000 } else { 40_000 };
    let mut documents: Vec<Vec<u8>> = corpus()
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .filter(|text| text.len() < largest)
        .collect();
    // As many as can be changed in some minutes.
    let step = 1 + documents.len() / 600;
    documents = documents.into_iter().step_by(step).collect();
    documents.extend(CONTRACTS.into_iter().chain(SMALL_CONTRACTS).map(|text| text.as_bytes().to_vec()));
    documents.sort_by_key(|text| std::cmp::Reverse(text.len()));
    documents
}

/// The files of the corpus of real documents.
fn corpus() -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let mut folders = vec![std::env::var_os("KONTRAKT_CORPUS").map_or(beside, PathBuf::from)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "json" || it == "yaml" || it == "yml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Patterns as people write them, and those of the corpus, each with a text below it.
pub(crate) fn patterns() -> Vec<Vec<u8>> {
    let mut patterns: Vec<String> = [
        "^[a-z]+$\nabc",
        "^(?=.*[A-Z])(?=.*\\d).{8,}$\nAbcdefg1",
        "^\\d{4}-\\d{2}-\\d{2}$\n2024-02-29",
        "(a|b)*c?\nabc",
        "^\\p{L}{1,30}$\nÆble",
        "^(?!-)[a-z0-9-]{1,63}(?<!-)$\na-b",
        "^(\\w+)\\s\\1$\na a",
        "[\\u0041-\\u{1F600}]\nA",
        "^[^\\s@]+@[^\\s@]+$\na@b",
        "\\A\\d+\\z\n1",
        "(?i)abc\nABC",
        "^$\n",
        "^.{0,4000}$\nx",
        "^(?:(?:a{1,9}){1,9}){1,9}$\naa",
        "\\b\\w+\\B\nab c",
        "[\\d\\-\\.]+\n1.2",
        "a{,3}\naaa",
    ]
    .map(str::to_owned)
    .into();
    let mut found: Vec<String> = corpus()
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .flat_map(|text| of_document(&text))
        .collect();
    found.sort();
    found.dedup();
    let step = 1 + found.len() / 1500;
    patterns.extend(found.into_iter().step_by(step).map(|pattern| pattern + "\nab1-"));
    patterns.into_iter().map(String::into_bytes).collect()
}

/// The patterns of a document in JSON.
fn of_document(text: &str) -> Vec<String> {
    let values =
        text.split("\"pattern\"").skip(1).take(20).filter_map(|after| after.trim_start().strip_prefix(':'));
    values.filter_map(|value| serde_json::Deserializer::from_str(value).into_iter().next()?.ok()).collect()
}

/// Values for every schema that there is.
pub(crate) fn json() -> Vec<Vec<u8>> {
    const VALUES: [&str; 14] = [
        r#"{"name":"a","size":0.3,"price":"1.50","born":"2024-02-29","seen":null,"id":"00000000-0000-0000-0000-000000000007","state":"open","tags":["a","b"],"children":[{"name":""}],"rest":{"x":{"name":"b"}}}"#,
        r#"{"of":{"of":{"all":true},"any":1},"none":"x"}"#,
        r#"{"kind":"circle","radius":1.5,"inner":{"kind":"square","side":2}}"#,
        r#"[[["a"],3],null]"#,
        r#"{"left":1,"right":"x"}"#,
        r#"{"pair":{"left":1},"list":[{"left":2}],"deeper":{"deeper":{}}}"#,
        r#"{"kind":"dog","bark":"wau","lives":9,"fins":1,"version":2,"text":"t","data":3,"radius":1,"one":"1","two":"2"}"#,
        r#"{"days":["2024-02-29"],"maybe":"2024-01-01","window":7,"times":{"a":["2024-01-01T00:00:00Z",null]},"span":["2024-01-01","2024-01-01T00:00:00+01:00"],"born":"1999-12-31","either":5,"zulu":"2024-01-01T00:00:00Z","id":"00000000-0000-0000-0000-000000000007","code":"aGk=","more":"2024-01-01"}"#,
        r#"{"tiny":1,"byte":2,"short":3,"word":4,"exact":5,"single":0.1,"cents":0.01,"price":"0.05","ratios":[1,2.5],"anything":"a@b.dk","texts":{"letter":"x"},"strict":{"first":1,"second":2}}"#,
        r#"{"id":1,"x-a":true,"S_a":"a","T_a":2,"one":1,"large":18446744073709551615,"positive":0,"rounded":1.0,"wide":1e3}"#,
        r#"[1.5,-2,"a",true]"#,
        r#""2024-02-29""#,
        "1.0",
        "null",
    ];
    let of = |kind: &'static str| VALUES.iter().map(move |value| format!("{kind}\n{value}").into_bytes());
    KINDS.iter().flat_map(|kind| of(kind.name)).collect()
}

/// Parameters of every style.
pub(crate) fn parameters() -> Vec<Vec<u8>> {
    let texts = [
        "3",
        "p=3",
        "p=3,4&p=5",
        "p=a%20b",
        "p[left]=1&p[right]=x",
        "left=1&right=x",
        "left,1,right,x",
        "left=1,right=x",
        ".3.4",
        ".left=1.right=x",
        ";p=3,4",
        ";p=3;p=4",
        ";left=1;right=x",
        "p=a|b",
        "p=a%7Cb",
        "p={\"left\":1}",
        "p=1; q=2",
        "p[list][0][left]=1&p[deeper][pair][left]=2",
        "2024-01-01,2024-02-02",
        "p=true&other=1",
        "kind,circle,radius,2",
    ];
    let words = [
        "string", "int32", "number", "boolean", "date", "moment", "uuid", "decimal", "strings", "integers",
        "dates", "map", "lists", "pair", "deep", "shape", "either", "query", "any", "mixed", "point",
        "typed", "bytype", "keys", "window", "small",
    ];
    let ways = [
        "",
        " explode",
        " together",
        " label",
        " label explode",
        " matrix",
        " matrix explode",
        " spaces",
        " pipes explode",
        " pipes",
        " deepObject",
        " json",
        " reserved required",
    ];
    let inputs = words.iter().flat_map(|word| ways.iter().map(move |way| format!("{word}{way}")));
    let inputs = inputs.enumerate().flat_map(|(index, head)| {
        (0..3).map(move |more| format!("{head}\n{}", texts[(index * 3 + more * 7) % texts.len()]))
    });
    inputs.map(String::into_bytes).collect()
}

/// Forms.
pub(crate) fn forms() -> Vec<Vec<u8>> {
    let bodies = [
        "name=a&list=1&list=2&pair=%7B%22left%22%3A1%7D&more=x",
        "pair[left]=1&pair[right]=x&name=a+b",
        "a=1&b=2&c=3",
        "x=1&x=2&=&&y",
        "left=1&right=%C3%86",
    ];
    let heads =
        ["form", "form -deepObject", "pair", "lists", "map", "deep", "query", "keys", "any", "tree", "shape"];
    let inputs =
        heads.iter().flat_map(|head| bodies.iter().map(move |body| format!("{head}\n{body}").into_bytes()));
    inputs.collect()
}

/// Multipart bodies.
pub(crate) fn multipart() -> Vec<Vec<u8>> {
    let parts = [
        "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\u{0}\u{1}\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"words\"\r\n\r\none\r\n--x\r\nContent-Disposition: form-data; name=\"words\"\r\n\r\ntwo\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"count\"\r\n\r\n7\r\n",
        "--x\r\nContent-Disposition: form-data; name=\"pair\"\r\nContent-Type: application/json\r\n\r\n{\"left\":1}\r\n",
    ];
    let all = parts.concat();
    let long = format!("--x\r\nX-Long: {}\r\n\r\n", "y".repeat(9000));
    let ends = ["--x--\r\n", "--x--", "", "--x"];
    let bodies = parts.iter().copied().chain([all.as_str(), &long]);
    let bodies = bodies.flat_map(|body| ends.iter().map(move |end| format!("{body}{end}")));
    let heads = ["multipart/form-data; boundary=x\n1000\n", "multipart/form-data; boundary=\"x\"\n1\n"];
    bodies.flat_map(|body| heads.map(|head| format!("{head}{body}").into_bytes())).collect()
}

/// Requests.
pub(crate) fn accept() -> Vec<Vec<u8>> {
    [
        "\n*/*\napplication/json\n\n\n{\"name\":\"a\"}",
        "\ntext/csv;q=0.5, application/*;q=0.6\ntext/plain; charset=utf-8\na,1\ncrumb=2024-01-01\nhello",
        "/things/1/.left=2.right=x/;matrix=y?deep[pair][left]=1&left=3&pipes=a|b\napplication/vnd.kinds.v2+json\nimage/png\n\n\nx",
        "/things/1/.left=1/;matrix=%C3%A6\n\napplication/x-www-form-urlencoded\n\n\nname=a&list=1",
        "/things//./;\napplication/json;q=0\napplication/vnd.x+json\nleft=1\n\n{}",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

/// Error bodies.
pub(crate) fn problems() -> Vec<Vec<u8>> {
    [
        r#"{"type":"about:blank","title":"No","status":400,"detail":"d","errors":[{"code":1,"text":"t"},{"code":"x"}],"violations":[{"pointer":"/a","rule":"type","message":"m"},{"rule":"new"}]}"#,
        r#"{"code":7,"message":"no"}"#,
        r#"[{"a":{"c/d":1,"t":"x"}},{"a":[]}]"#,
        r#""text""#,
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

/// Answers.
pub(crate) fn answers() -> Vec<Vec<u8>> {
    [
        "200 application/json\nx-pair: left,1,right,x\nx-words: a,b\n\n{\"name\":\"a\"}",
        "200 text/plain\n\nhello",
        "200 application/vnd.kinds.v2+json\n\n{\"left\":1}",
        "404 application/json\n\n{\"left\":1}",
        "404 text/html; charset=utf-8\n\n<p>no</p>",
        "422 application/problem+json\n\n{\"title\":\"No\",\"violations\":[{\"pointer\":\"/a\",\"rule\":\"type\",\"message\":\"m\"}]}",
        "500 text/plain\n\nbroken",
        "204 \n\n",
        "302 \n\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}
