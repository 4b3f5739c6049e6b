//! `#[derive(Slot)]`: the members of a struct as `reading` puts them, from the struct itself.
//!
//! It reads the words that `serde`'s own derives read, so that what is written and what is read
//! are declared once: `rename`, `rename_all = "camelCase"` and `default`. A struct that is only
//! read says them as `reading(…)`. With `reading(by_people)` all names are in camel case, `null` is
//! as good as nothing, and what is left out keeps its default unless it is a text.
//! What it does not know and would change what is read does not compile.

#![warn(clippy::too_many_lines)]

use proc_macro::TokenStream;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Data, DeriveInput, Fields, LitStr};

#[proc_macro_derive(Slot, attributes(serde, reading))]
pub fn derive_slot(item: TokenStream) -> TokenStream {
    let item = syn::parse_macro_input!(item as DeriveInput);
    slot(&item)
        .unwrap_or_else(|problem| problem.to_compile_error())
        .into()
}

fn slot(item: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    let no_struct = || syn::Error::new_spanned(&item.ident, "only a struct with named fields");
    let Data::Struct(data) = &item.data else {
        return Err(no_struct());
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(no_struct());
    };
    let whole = SlotAttributes::of(&item.attrs)?;
    let mut names = Vec::new();
    let mut keys = Vec::new();
    for field in &fields.named {
        let name = field.ident.as_ref().ok_or_else(no_struct)?;
        let said = SlotAttributes::of(&field.attrs)?;
        let key = match said.rename {
            Some(key) => key,
            None if whole.camel_case || whole.by_people => camel(&name.to_string()),
            None => name.to_string(),
        };
        let need = match (whole.by_people, said.default || whole.default) {
            (true, _) => quote!(Written),
            (false, true) => quote!(May),
            (false, false) => quote!(Must),
        };
        names.push(name);
        keys.push(quote!(::reading::MemberKey { name: #key, need: ::reading::Need::#need }));
    }
    let name = &item.ident;
    let mut generics = item.generics.clone();
    for part in generics.type_params_mut() {
        part.bounds.push(syn::parse_quote!(::reading::Slot));
    }
    let (of, these, bounds) = generics.split_for_impl();
    let places = 0_usize..;
    Ok(quote! {
        impl #of ::reading::Slot for #name #these #bounds {
            fn put(&mut self, _: ::reading::Scalar<'_>) -> ::core::result::Result<(), &'static str> {
                ::core::result::Result::Err(::reading::OBJECT)
            }

            fn object(&mut self) -> ::reading::AllowedMembers {
                const { ::reading::AllowedMembers::These(&[#(#keys),*]) }
            }

            fn part(&mut self, place: usize, _: &str) -> ::core::option::Option<&mut dyn ::reading::Slot> {
                ::core::option::Option::Some(match place {
                    #(#places => &mut self.#names,)*
                    _ => return ::core::option::Option::None,
                })
            }
        }
    })
}

/// What the attributes of a struct or a field say of reading.
#[derive(Default)]
struct SlotAttributes {
    rename: Option<String>,
    camel_case: bool,
    by_people: bool,
    default: bool,
}

impl SlotAttributes {
    fn of(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut said = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("serde") || attribute.path().is_ident("reading") {
                attribute.parse_nested_meta(|word| said.take(&word))?;
            }
        }
        Ok(said)
    }

    fn take(&mut self, word: &ParseNestedMeta<'_>) -> syn::Result<()> {
        if word.path.is_ident("rename") {
            self.rename = Some(text(word)?);
        } else if word.path.is_ident("rename_all") {
            if text(word)? != "camelCase" {
                return Err(word.error("only camelCase"));
            }
            self.camel_case = true;
        } else if word.path.is_ident("default") && !word.input.peek(syn::Token![=]) {
            self.default = true;
        } else if word.path.is_ident("by_people") {
            self.by_people = true;
        } else if word.path.is_ident("skip_serializing_if") {
            text(word)?;
        } else {
            return Err(word.error("not known to `derive(Slot)`"));
        }
        Ok(())
    }
}

fn text(word: &ParseNestedMeta<'_>) -> syn::Result<String> {
    Ok(word.value()?.parse::<LitStr>()?.value())
}

/// `visible_when` as `visibleWhen`.
fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (first, rest) = part.split_at_checked(1).unwrap_or_default();
        camel.push_str(&first.to_ascii_uppercase());
        camel.push_str(rest);
    }
    camel
}
