//! One sort for all kinds of items, by a number and a text, so that the app holds the code of a
//! sort once.

/// The places of things in order of a number of theirs, then of a text, equal ones as they stood.
/// One sort of these serves all: a sort of each kind of item would weigh more than it does.
pub fn order<'a>(things: impl Iterator<Item = (i64, &'a str)>) -> Vec<usize> {
    let things = things.enumerate();
    let mut places: Vec<(i64, &str, usize)> = things
        .map(|(place, (number, text))| (number, text, place))
        .collect();
    places.sort_unstable();
    places.into_iter().map(|(.., place)| place).collect()
}

/// The items by a number of theirs, equal ones as they stood.
pub fn by_number<T>(items: Vec<T>, number: impl Fn(&T) -> i64) -> Vec<T> {
    let places = order(items.iter().map(|item| (number(item), "")));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places
        .into_iter()
        .filter_map(|place| items.get_mut(place)?.take())
        .collect()
}
