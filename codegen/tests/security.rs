//! What cannot be read opens nothing: an operation keeps asking for what its contract garbles.

use kontrakt_codegen::Generator;

const DOCUMENT: &str = "tests/diagnostics/security/openapi.yaml";

#[test]
fn an_operation_whose_security_cannot_be_read_stays_closed() {
    let output = Generator::new().document(DOCUMENT).generate().expect("generated in spite of the errors");
    assert!(output.findings.report().has_errors());
    let operations =
        output.files.iter().find(|file| file.path == "openapi/operations.rs").expect("operations");
    let words: String = operations.text.split_whitespace().collect();
    let table = |name: &str| -> String {
        let start = words.find(&format!("pubstatic{name}:Operation")).expect(name);
        words[start..].split("};").next().unwrap_or_default().to_owned()
    };
    let unmet = "schemes:&[(&SecurityScheme::unknown(\"(unreadable)\"),&[\"(unreadable)\"])]";
    for (name, requirement) in [
        ("OBJECT", unmet),
        ("WORD", unmet),
        ("SCOPE", unmet),
        ("UNKNOWN", "schemes:&[(&SecurityScheme::unknown(\"nobody\"),&[])]"),
        ("BROKEN", "schemes:&[(&SecurityScheme::unknown(\"broken\"),&[])]"),
        ("NOTHING", "schemes:&[(security::KEY.scheme(),&[])]"),
        ("ACCESS", "Access{organisation:\"(unreadable)\",relations:&[]"),
        ("RELATIONS", "Access{organisation:\"kommune\",relations:&[]"),
        ("OPEN", "security:&[]"),
    ] {
        assert!(table(name).contains(requirement), "{name}: {}", table(name));
        assert_eq!(table(name).contains("security:&[],"), name == "OPEN", "{name}");
    }
}
