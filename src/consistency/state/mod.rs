//! What stores show against the truth: keys, commits, marks of writes, replicas, what is read of them.

pub mod arrivals;
pub mod commit_order;
pub mod commits;
pub mod doubts;
pub mod freshness;
pub mod key_set;
pub mod keys;
pub mod marks;
pub mod reads;
pub mod reflected;
pub mod replica;
