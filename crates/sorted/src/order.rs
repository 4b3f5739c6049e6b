/// The items by a number of theirs, equal ones as they stood. One sort of small
/// pairs serves all: a sort of each kind of item would weigh more than it does.
pub fn by_number<T>(items: Vec<T>, number: impl Fn(&T) -> i64) -> Vec<T> {
    let mut places: Vec<(i64, usize)> = items
        .iter()
        .enumerate()
        .map(|(place, item)| (number(item), place))
        .collect();
    places.sort_unstable();
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places
        .into_iter()
        .filter_map(|(_, place)| items.get_mut(place)?.take())
        .collect()
}
