//! Putting things in order by a number, by one piece of code for all types: the standard library's
//! sorts are several kilobytes for each type that is sorted, which a page has to download.

/// Puts `items` in the order of their keys; those with the same key stay in their order.
pub fn sort_by_key<T>(items: &mut [T], key: impl Fn(&T) -> u64) {
    let mut order: Vec<(u64, u32)> = items.iter().map(key).zip(0..).collect();
    order.sort_unstable();
    for place in 0..items.len() {
        // What belongs here has been moved away by an earlier swap if it stood before.
        let mut from = order[place].1 as usize;
        while from < place {
            from = order[from].1 as usize;
        }
        items.swap(place, from);
    }
}

#[cfg(test)]
mod tests {
    use super::sort_by_key;

    #[test]
    fn things_come_in_the_order_of_their_keys_and_equals_stay_in_theirs() {
        let mut state = 1_u64;
        for length in 0..40_usize {
            let mut items: Vec<(u64, usize)> = (0..length)
                .map(|place| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    ((state >> 33) % 7, place)
                })
                .collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            assert_eq!(items, expected);
        }
    }
}
