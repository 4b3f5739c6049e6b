//! What has a name in its list, and how one list is laid over another.

/// An item that its list knows by a name (id, key or code), so that a later layer can replace it.
pub trait HasName {
    fn known_as(&self) -> &str;
}

macro_rules! named {
    ($($item:ty: $field:ident),+ $(,)?) => {
        $(impl $crate::named::HasName for $item {
            fn known_as(&self) -> &str {
                &self.$field
            }
        })+
    };
}

pub(crate) use named;

/// An item of a name that is there takes its place; others come after.
pub(crate) fn lay<T: HasName>(items: &mut Vec<T>, over: Vec<T>) {
    for item in over {
        match items
            .iter_mut()
            .find(|known| known.known_as() == item.known_as())
        {
            Some(known) => *known = item,
            None => items.push(item),
        }
    }
}
