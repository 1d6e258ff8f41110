//! What a server asks of its gate: a trait with a method a security scheme, and the step from a scheme to its method.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::support::{doc, prose, scheme_kind};
use crate::ir::{Module, ModuleId, Operation, Requirement, SchemeKind, Section, SecurityScheme};
use crate::names::SchemeNames;
use crate::plan::{Plan, ident};

/// What the operations of a section ask of callers.
struct Wanted<'p> {
    schemes: Vec<Scheme<'p>>,
    /// Whether some operation asks for nothing, or needs nothing.
    anonymous: bool,
    /// Whether some operation asks for several schemes at once.
    several: bool,
}

struct Scheme<'p> {
    scheme: &'p SecurityScheme,
    names: &'p SchemeNames,
    /// Whether some operation asks for a scope of it.
    scopes: bool,
}

impl<'p> Wanted<'p> {
    fn new(plan: &'p Plan<'p>, id: ModuleId, module: &'p Module, section: Section) -> Self {
        let operations: Vec<&Operation> =
            plan.operations_in(id, section).map(|(operation, _)| operation).collect();
        let requirements: Vec<&Requirement> =
            operations.iter().flat_map(|operation| &operation.security).collect();
        let asked = |name: &str| {
            let all = requirements.iter().flat_map(|requirement| &requirement.0);
            all.filter(|(asked, _)| asked == name).map(|(_, scopes)| scopes).collect::<Vec<_>>()
        };
        let schemes = module.security_schemes.iter().zip(&plan.names.schemes[id.0]);
        let schemes = schemes.filter_map(|(scheme, names)| {
            let scopes = asked(&scheme.name);
            let scheme = Scheme { scheme, names, scopes: scopes.iter().any(|scopes| !scopes.is_empty()) };
            (!scopes.is_empty()).then_some(scheme)
        });
        Self {
            schemes: schemes.collect(),
            anonymous: operations.iter().any(|operation| operation.security.is_empty())
                || requirements.iter().any(|requirement| requirement.0.is_empty()),
            several: requirements.iter().any(|requirement| requirement.0.len() > 1),
        }
    }
}

impl Scheme<'_> {
    fn docs(&self) -> String {
        let name = self.scheme.name.replace('`', "'");
        let mut more = vec![format!("`{name}`: {}.", scheme_kind(&self.scheme.kind))];
        if self.scopes {
            more.push(
                "`scopes` are those that the operation asks for: all of them must be granted.".to_owned(),
            );
        }
        let first = more.remove(0);
        match &self.scheme.docs.description {
            Some(_) => {
                more.insert(0, first);
                prose(&self.scheme.docs, "", &more)
            }
            None => prose(&self.scheme.docs, &first, &more),
        }
    }

    /// What its method is given: names and types.
    fn arguments(&self) -> Vec<(&'static str, TokenStream)> {
        let text = |name| (name, quote!(&str));
        let mut arguments = match &self.scheme.kind {
            SchemeKind::ApiKey { .. } => vec![text("key")],
            SchemeKind::Basic => vec![text("user"), text("password")],
            SchemeKind::Bearer(_) | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) => {
                vec![text("token")]
            }
            SchemeKind::Http(_) => vec![text("credentials")],
            SchemeKind::MutualTls => Vec::new(),
        };
        if self.scopes {
            arguments.push(("scopes", quote!(&[&str])));
        }
        arguments
    }

    /// What a claim for it holds, taken apart.
    fn pattern(&self) -> TokenStream {
        let (name, arguments) = (&self.scheme.name, self.arguments());
        let named = arguments.iter().filter(|(name, _)| *name != "scopes").map(|(name, _)| ident(name));
        let credential = match &self.scheme.kind {
            SchemeKind::Basic => quote!(Login { #(#named),* }),
            SchemeKind::MutualTls => quote!(Certificate),
            _ => quote!(Text(#(#named)*)),
        };
        quote!((#name, Credential::#credential))
    }
}

/// The trait, what opens it for everybody, and the way from a scheme to its method.
pub(super) fn items<'p>(
    plan: &'p Plan<'p>,
    id: ModuleId,
    module: &'p Module,
    section: Section,
) -> [TokenStream; 3] {
    let wanted = Wanted::new(plan, id, module, section);
    [security(&wanted), open(&wanted), schemes(&wanted)]
}

fn security(wanted: &Wanted<'_>) -> TokenStream {
    let output = quote!(impl Future<Output = Result<Self::Caller, Refusal>> + Send);
    let schemes = wanted.schemes.iter().map(|scheme| {
        let (docs, name) = (doc(&scheme.docs()), ident(&scheme.names.method));
        let arguments = scheme.arguments().into_iter().map(|(name, ty)| (ident(name), ty));
        let arguments = arguments.map(|(name, ty)| quote!(#name: #ty,));
        quote!(#docs fn #name(&self, #(#arguments)* asked: &Asked<'_>) -> #output;)
    });
    let anonymous = wanted.anonymous.then(|| {
        let docs =
            doc("Who calls where an operation needs no credential, and the request has none that it takes.");
        quote!(#docs fn anonymous(&self, asked: &Asked<'_>) -> #output;)
    });
    let join = wanted.several.then(|| {
        let docs =
            doc("Who calls where several schemes are asked for at once: what two of them say, made one.");
        quote!(#docs fn join(&self, one: Self::Caller, other: Self::Caller, asked: &Asked<'_>) -> #output;)
    });
    let docs = doc(
        "Who calls: a method for each security scheme that some operation asks for. Write each as an `async fn`. \
         [`OpenGate`] lets everybody in.",
    );
    quote! {
        #docs
        pub trait Security: Gate {
            #(#schemes)*
            #anonymous
            #join
        }
    }
}

fn open(wanted: &Wanted<'_>) -> TokenStream {
    let schemes = wanted.schemes.iter().map(|scheme| {
        let name = ident(&scheme.names.method);
        let types = scheme.arguments().into_iter().map(|(_, ty)| ty);
        quote! {
            async fn #name(&self, #(_: #types,)* _: &Asked<'_>) -> Result<(), Refusal> {
                Ok(())
            }
        }
    });
    let anonymous = wanted.anonymous.then(|| {
        quote! {
            async fn anonymous(&self, _: &Asked<'_>) -> Result<(), Refusal> {
                Ok(())
            }
        }
    });
    let join = wanted.several.then(|| {
        quote! {
            async fn join(&self, _: (), _: (), _: &Asked<'_>) -> Result<(), Refusal> {
                Ok(())
            }
        }
    });
    quote! {
        impl Security for OpenGate {
            #(#schemes)*
            #anonymous
            #join
        }
    }
}

fn schemes(wanted: &Wanted<'_>) -> TokenStream {
    let arms = wanted.schemes.iter().map(|scheme| {
        let (pattern, name) = (scheme.pattern(), ident(&scheme.names.method));
        let arguments = scheme.arguments().into_iter().map(|(name, _)| match name {
            "scopes" => quote!(claim.scopes),
            name => ident(name).into_token_stream(),
        });
        quote!(#pattern => Security::#name(&self.0, #(#arguments,)* asked).await,)
    });
    let scheme = match wanted.schemes.is_empty() {
        true => quote! {
            async fn scheme(&self, _: &Claim, _: &Asked<'_>) -> Result<G::Caller, Refusal> {
                Err(Refusal::unauthorized())
            }
        },
        false => quote! {
            async fn scheme(&self, claim: &Claim, asked: &Asked<'_>) -> Result<G::Caller, Refusal> {
                match (claim.scheme, &claim.credential) {
                    #(#arms)*
                    _ => Err(Refusal::unauthorized()),
                }
            }
        },
    };
    let anonymous = wanted.anonymous.then(|| {
        quote! {
            async fn anonymous(&self, asked: &Asked<'_>) -> Result<G::Caller, Refusal> {
                Security::anonymous(&self.0, asked).await
            }
        }
    });
    let join = wanted.several.then(|| {
        quote! {
            async fn join(&self, one: G::Caller, other: G::Caller, asked: &Asked<'_>) -> Result<G::Caller, Refusal> {
                Security::join(&self.0, one, other, asked).await
            }
        }
    });
    quote! {
        #[doc = "A gate that is asked by the names of schemes."]
        struct Schemes<G>(G);

        impl<G: Security> Authenticate for Schemes<G> {
            type Gate = G;

            fn gate(&self) -> &G {
                &self.0
            }

            #scheme
            #anonymous
            #join
        }
    }
}
