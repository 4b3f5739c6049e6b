//! A sorted vector answers as the tree of the standard library does.

use proptest::prelude::*;
use sorted::{SortedMap, SortedSet, by_number};
use std::collections::{BTreeMap, BTreeSet};

proptest! {
    #[test]
    fn a_map_is_as_a_tree(steps in prop::collection::vec((any::<bool>(), 0_u8..12, any::<u8>()), 0..60)) {
        let (mut map, mut tree) = (SortedMap::new(), BTreeMap::new());
        for (puts, key, value) in steps {
            if puts {
                prop_assert_eq!(map.insert(key, value), tree.insert(key, value));
            } else {
                prop_assert_eq!(map.remove(&key), tree.remove(&key));
            }
            *map.or_default(value % 12) |= 1;
            *tree.entry(value % 12).or_default() |= 1;
            prop_assert_eq!(map.get(&key), tree.get(&key));
            prop_assert!(map.iter().eq(tree.iter()));
            let from: Vec<(u8, u8)> = tree.range(key..).map(|(key, value)| (*key, *value)).collect();
            prop_assert_eq!(map.from_key(&key), from);
        }
        map.retain(|key, value| key % 2 == 0 && value % 3 == 0);
        tree.retain(|key, value| key % 2 == 0 && *value % 3 == 0);
        prop_assert_eq!(map, SortedMap::from(tree));
    }

    #[test]
    fn a_set_is_as_a_tree(steps in prop::collection::vec((any::<bool>(), 0_u8..12), 0..60)) {
        let (mut set, mut tree) = (SortedSet::new(), BTreeSet::new());
        for (puts, value) in steps {
            if puts {
                prop_assert_eq!(set.insert(value), tree.insert(value));
            } else {
                prop_assert_eq!(set.remove(&value), tree.remove(&value));
            }
            prop_assert_eq!(set.contains(&value), tree.contains(&value));
            prop_assert!(set.iter().eq(tree.iter()));
        }
    }

    #[test]
    fn what_has_the_same_number_stays_as_it_stood(numbers in prop::collection::vec(0_i64..6, 0..40)) {
        let items: Vec<(usize, i64)> = numbers.into_iter().enumerate().collect();
        let mut expected = items.clone();
        expected.sort_by_key(|(_, number)| *number);
        prop_assert_eq!(by_number(items, |(_, number)| *number), expected);
    }
}

#[test]
fn a_map_is_written_as_an_object_in_order() {
    let map = SortedMap::from([("b", 2), ("a", 1)]);
    assert_eq!(serde_json::to_string(&map).unwrap(), r#"{"a":1,"b":2}"#);
}
