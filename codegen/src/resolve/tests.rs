use openapiv3::{Parameter, Response};

use super::*;
use crate::diagnostic::{Code, Report};
use crate::document::{SchemaView, any, view, view_schema};

fn load(texts: &[(&str, &str)], roots: usize) -> (Model, Report) {
    let folder = tempfile::tempdir().expect("a folder");
    let inputs: Vec<Input> = texts
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(&path, text).expect("a file");
            Input::Path(path)
        })
        .collect();
    let mut sink = Sink::new();
    let model = Model::load(&inputs[..roots], &Options::default(), &mut sink);
    (model, sink.finish())
}

fn one(text: &str) -> (Model, Report) {
    load(&[("api.yaml", text)], 1)
}

fn codes(report: &Report) -> Vec<Code> {
    report.diagnostics().iter().map(|diagnostic| diagnostic.code).collect()
}

fn id(model: &Model, hint: &str) -> SchemaId {
    model.schema_ids().find(|id| model.schema_info(*id).hint == hint).expect("a schema of that name")
}

const TOP: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n";

#[test]
fn one_target_by_many_spellings_has_one_id() {
    let user = |text: &str| {
        format!(
            "{TOP}components:\n  schemas:\n    X: {{type: object, properties: {{p: {{$ref: '{text}'}}}}}}\n"
        )
    };
    let (a, b) =
        (user("common.yaml#/components/schemas/Cpr"), user("./common.yaml#/components/schemas/%43pr"));
    let common = format!("{TOP}components: {{schemas: {{Cpr: {{type: string}}}}}}\n");
    let (model, report) = load(&[("a.yaml", &a), ("b.yaml", &b), ("common.yaml", &common)], 2);
    assert!(report.is_empty(), "{report:?}");
    assert_eq!(model.schema_ids().len(), 3);
    let cpr = id(&model, "Cpr");
    for root in model.roots() {
        let x = model.schema_at(&model.place(root).keys(&["components", "schemas", "X"])).expect("an id");
        assert_eq!(model.schema_info(x).refers_to, [cpr]);
    }
    assert_eq!(model.sources().name(model.schema_info(cpr).at.file).rsplit('/').next(), Some("common.yaml"));
}

#[test]
fn component_schemas_come_first_and_in_order() {
    let text = format!(
        "{TOP}components:\n  schemas:\n    B: {{$ref: '#/x-inner/Z'}}\n    C: {{}}\n    A: {{}}\nx-inner: {{Z: {{type: string}}}}\n"
    );
    let (model, report) = one(&text);
    assert!(report.is_empty(), "{report:?}");
    let hints: Vec<&str> = model.schema_ids().map(|id| model.schema_info(id).hint.as_str()).collect();
    assert_eq!(hints, ["C", "A", "B"], "what B leads to is called B and comes after the components");
    assert_eq!(model.aliases()[0].name, "B");
    assert_eq!(model.aliases()[0].target.index(), 2);
}

#[test]
fn references_into_any_place_are_followed() {
    let text = format!(
        "{TOP}paths:\n  /x:\n    get:\n      responses:\n        200:\n          description: d\n          content: {{application/json: {{schema: {{type: object, properties: {{a: {{type: integer}}}}}}}}}}\n\
         components:\n  schemas:\n    Same: {{type: array, items: {{$ref: '#/paths/~1x/get/responses/200/content/application~1json/schema'}}}}\n    Part: {{type: array, items: {{$ref: '#/components/schemas/Same/items/properties/a'}}}}\n"
    );
    let (model, report) = one(&text);
    assert!(report.is_empty(), "{report:?}");
    let place = model.place(&model.roots()[0]);
    let schema =
        place.keys(&["paths", "/x", "get", "responses", "200", "content", "application/json", "schema"]);
    let found = model.schema_at(&schema).expect("an id");
    assert_eq!(model.schema_info(found).hint, "/x get 200 response");
    assert_eq!(any(model.schema(found)).typ.as_deref(), Some("object"));
    let part = model.schema_info(id(&model, "Part")).refers_to[0];
    assert_eq!(any(model.schema(part)).typ.as_deref(), Some("integer"), "through a reference on the way");
}

#[test]
fn cycles_are_known() {
    let text = format!(
        "{TOP}components:\n  schemas:\n    A: {{properties: {{b: {{$ref: '#/components/schemas/B'}}}}}}\n    B: {{items: {{$ref: '#/components/schemas/A'}}}}\n    C: {{not: {{$ref: '#/components/schemas/A'}}}}\n"
    );
    let (model, report) = one(&text);
    assert_eq!(codes(&report), [Code::NotChecked]);
    let recursive: Vec<bool> = model.schema_ids().map(|id| model.schema_info(id).recursive).collect();
    assert_eq!(recursive, [true, true, false]);
}

#[test]
fn nothing_but_references_in_a_circle_is_reported_once() {
    let text = format!(
        "{TOP}components:\n  schemas:\n    A: {{$ref: '#/components/schemas/B'}}\n    B: {{$ref: '#/components/schemas/A'}}\n    U: {{items: {{$ref: '#/components/schemas/A'}}}}\n    D: {{$ref: '#/components/schemas/D', description: me}}\n"
    );
    let (model, report) = one(&text);
    assert_eq!(codes(&report), [Code::RefCycle, Code::RefCycle]);
    assert!(model.aliases().is_empty());
    assert!(matches!(view_schema(model.schema(id(&model, "D"))), SchemaView::Inline(_)));
}

#[test]
fn dangling_references_name_what_is_near() {
    let text = format!(
        "{TOP}components:\n  schemas:\n    Pet: {{}}\n    U: {{items: {{$ref: '#/components/schemas/pets'}}}}\n    V: {{items: {{$ref: 'Pet'}}}}\n    W: {{items: {{$ref: 'https://example.org/x.json'}}}}\n    X: {{items: {{$ref: '#components/schemas/Pet'}}}}\n"
    );
    let (_, report) = one(&text);
    let found: Vec<(Code, Option<&str>)> =
        report.diagnostics().iter().map(|found| (found.code, found.help.as_deref())).collect();
    assert_eq!(found[0], (Code::DanglingRef, Some("did you mean `#/components/schemas/Pet`?")));
    assert_eq!(found[1], (Code::DanglingRef, Some("did you mean `#/components/schemas/Pet`?")));
    assert_eq!(found[2].0, Code::RemoteRef);
    assert_eq!(found[3].0, Code::DanglingRef);
    assert_eq!(report.diagnostics()[0].at.pointer.as_str(), "/components/schemas/U/items/$ref");
}

#[test]
fn other_things_are_found_with_their_place() {
    let text = format!(
        "{TOP}paths:\n  /x:\n    get:\n      parameters: [{{$ref: '#/components/parameters/Again'}}]\n      responses: {{default: {{$ref: 'other.yaml#/components/responses/Bad'}}}}\n\
         components:\n  parameters:\n    P: {{name: p, in: query, schema: {{type: string}}}}\n    Again: {{$ref: '#/components/parameters/P'}}\n"
    );
    let other = format!(
        "{TOP}components: {{responses: {{Bad: {{description: bad, content: {{a/b: {{schema: {{$ref: '#/components/schemas/E'}}}}}}}}}}, schemas: {{E: {{}}}}}}\n"
    );
    let (model, report) = load(&[("api.yaml", &text), ("other.yaml", &other)], 1);
    assert!(report.is_empty(), "{report:?}");
    let root = &model.roots()[0];
    let item = root.api.paths.paths["/x"].as_item().expect("an item");
    let item = Found { value: item, at: model.place(root).keys(&["paths", "/x"]) };
    let operations = model.operations(&item);
    let (method, get) = &operations[0];
    assert_eq!(*method, "GET");
    let parameter: Found<'_, Parameter> =
        model.resolve(&get.at.keys(&["parameters", "0"]), &get.value.parameters[0]).expect("a parameter");
    assert_eq!(parameter.at.pointer.as_str(), "/components/parameters/P");
    let response = get.value.responses.default.as_ref().expect("a response");
    let response: Found<'_, Response> = model.resolve(&get.at, response).expect("a response");
    let schema = response.value.content["a/b"].schema.as_ref().expect("a schema");
    let SchemaView::Reference { target, .. } = view(schema) else { panic!("a reference") };
    let error = model.schema_id(response.at.file, target).expect("an id");
    assert_eq!(model.schema_info(error).hint, "E");
}

#[test]
fn a_reference_to_another_kind_is_refused() {
    let text = format!(
        "{TOP}paths: {{/x: {{get: {{parameters: [{{$ref: '#/components/schemas/S'}}], responses: {{}}}}}}}}\ncomponents: {{schemas: {{S: {{}}}}}}\n"
    );
    let (_, report) = one(&text);
    assert_eq!(codes(&report), [Code::WrongTarget]);
}

#[test]
fn what_3_1_and_3_2_add_is_found() {
    let text = "openapi: 3.2.0\ninfo: {title: t, version: '1'}\n\
        webhooks: {ping: {post: {responses: {'200': {description: d}}}}}\n\
        paths:\n  /x:\n    query: {responses: {}}\n    additionalOperations: {COPY: {responses: {}}}\n    post:\n      callbacks:\n        on: {'{$url}': {$ref: '#/components/pathItems/P'}}\n        all: {$ref: '#/components/callbacks/C'}\n\
        components:\n  pathItems: {P: {put: {responses: {}}}}\n  callbacks: {C: {'{$u}': {delete: {responses: {}}}}}\n  schemas:\n    T: {type: array, prefixItems: [{type: string}, {$ref: '#/components/schemas/T'}], items: false}\n    N: {$anchor: n, type: [object, 'null']}\n    R: {items: {$ref: '#n'}}\n";
    let (model, report) = one(text);
    assert!(report.is_empty(), "{report:?}");
    let root = &model.roots()[0];
    assert_eq!(model.webhooks(root)[0].0, "ping");
    let item = root.api.paths.paths["/x"].as_item().expect("an item");
    let item = Found { value: item, at: model.place(root).keys(&["paths", "/x"]) };
    let operations = model.operations(&item);
    let methods: Vec<&str> = operations.iter().map(|(method, _)| *method).collect();
    assert_eq!(methods, ["POST", "QUERY", "COPY"]);
    let callbacks = model.callbacks(&operations[0].1);
    assert_eq!((callbacks[0].0, callbacks[0].1, callbacks[0].2.value.put.is_some()), ("on", "{$url}", true));
    assert_eq!(
        (callbacks[1].0, callbacks[1].1, callbacks[1].2.value.delete.is_some()),
        ("all", "{$u}", true)
    );
    assert_eq!(model.schema_info(id(&model, "T")).refers_to.len(), 2);
    assert!(model.schema_info(id(&model, "T")).recursive);
    assert_eq!(model.schema_info(id(&model, "R")).refers_to, [id(&model, "N")]);
}

#[test]
fn a_parameter_twice_in_one_list_is_reported() {
    let text = format!(
        "{TOP}paths:\n  /x:\n    get:\n      parameters:\n      - {{$ref: '#/components/parameters/P'}}\n      - {{name: p, in: query, schema: {{}}}}\n      - {{name: p, in: header, schema: {{}}}}\n      responses: {{}}\ncomponents: {{parameters: {{P: {{name: p, in: query, schema: {{}}}}}}}}\n"
    );
    let (_, report) = one(&text);
    assert_eq!(codes(&report), [Code::DuplicateParameter]);
    assert_eq!(report.diagnostics()[0].at.pointer.as_str(), "/paths/~1x/get/parameters/1");
}

#[test]
fn sections_and_operations_by_reference() {
    let text = format!(
        "{TOP}paths: {{$ref: 'paths/all.yaml'}}\ncomponents: {{schemas: {{$ref: './schemas.yaml#/all'}}}}\n"
    );
    let paths = "/x:\n  get: {$ref: 'get.yaml'}\n";
    let get =
        "responses: {200: {description: d, content: {a/b: {schema: {$ref: '../schemas.yaml#/all/A'}}}}}\n";
    let files = [
        ("api.yaml", text.as_str()),
        ("paths/all.yaml", paths),
        ("paths/get.yaml", get),
        (
            "schemas.yaml",
            "all: {A: {properties: {$ref: '#/more'}}}\nmore: {x: {type: string}, properties: {type: string}}\n",
        ),
    ];
    let (model, report) = load(&files, 1);
    assert!(report.is_empty(), "{report:?}");
    let root = &model.roots()[0];
    let item = model.resolve(&model.place(root), &root.api.paths.paths["/x"]).expect("a path item");
    let operations = model.operations(&item);
    assert_eq!(operations[0].1.value.responses.responses.len(), 1);
    assert_eq!(model.schema_ids().len(), 3);
    let a = any(model.schema(model.aliases()[0].target));
    assert_eq!(a.properties.keys().collect::<Vec<_>>(), ["x", "properties"]);
    assert_eq!(model.aliases()[0].name, "A");
    assert_eq!(model.schema_info(model.aliases()[0].target).hint, "A");
}

#[test]
fn a_schema_nested_as_deep_as_can_be_fits_the_stack() {
    let deep = format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{}},\"components\":{{\"schemas\":{{\"A\":{}{{}}{}}}}}}}",
        "{\"not\":".repeat(95),
        "}".repeat(95)
    );
    let (model, report) = one(&deep);
    assert!(!report.has_errors(), "{report:?}");
    assert_eq!(model.schema_ids().len(), 1);
}

#[test]
fn long_chains_of_references_end() {
    let link = |n: usize| format!("    A{n}: {{$ref: '#/components/schemas/A{}'}}\n", n + 1);
    let chain = |length: usize| {
        format!(
            "{TOP}components:\n  schemas:\n{}    A{length}: {{}}\n",
            (0..length).map(link).collect::<String>()
        )
    };
    let (model, report) = one(&chain(90));
    assert!(report.is_empty(), "{report:?}");
    assert_eq!(model.aliases().len(), 90);
    let (_, report) = one(&chain(3_000));
    assert_eq!(report.diagnostics()[0].code, Code::BadRef);
}
