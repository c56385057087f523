//! Looks for parameters by words: those of the page, those of links, and those by which the field knows them.

use super::key::Key;
use super::param::{Kind, Param};

/// Whether every word of what is looked for is found in what is said of a parameter.
pub fn is_found(param: &Param, sought: &str) -> bool {
    let mut said = [
        param.label,
        param.short,
        param.help,
        param.word,
        &param.word.replace('-', " "),
        param.group.label(),
        synonyms(param.key),
    ]
    .join(" ");
    if let Kind::Choice(choices) = param.kind {
        for choice in choices {
            said.extend([" ", choice.word, " ", choice.label]);
        }
    }
    let said = said.to_lowercase();
    let sought = sought.to_lowercase();
    sought.split_whitespace().all(|word| said.contains(word))
}

/// What else the field calls it.
fn synonyms(key: Key) -> &'static str {
    match key {
        Key::Seed => "random rng reproducible",
        Key::Duration => "length time simulation",
        Key::Keys => "entities aggregates accounts customers rows records items",
        Key::Skew => "hot key hotspot popularity zipfian",
        Key::Latency => "network delay ping rtt round trip",
        Key::CrashEvery => "mtbf failure outage down",
        Key::Repair => "mttr recovery downtime outage",
        Key::CrashStops => "pause consumer",
        Key::Writes => "throughput rate rps qps load updates traffic",
        Key::WritesEvery => "period heartbeat constant rate",
        Key::Reads => "queries rate rps qps load traffic",
        Key::Sessions => "clients customers people concurrency",
        Key::Think => "think time refresh reload own write",
        Key::KeysPerRead => "multi-get page list join",
        Key::Loss => "packet drop dropped message unreliable",
        Key::Duplicate => "duplicates twice redelivery",
        Key::Story => "names scenario domain",
        Key::Consumers => "subscribers services fan-out",
        Key::Routing => "sticky session affinity load balancer",
        Key::Work => "processing service time consumer speed cpu",
        Key::Workers => "concurrency threads parallelism prefetch pool",
        Key::Publish => "produce producer send delay",
        Key::Deliver => "consume push fetch delay",
        Key::PublishLoss => "dual write produce",
        Key::DeliverLoss => "drop",
        Key::Delivery => "ack at-least-once at-most-once exactly-once auto commit semantics",
        Key::AckLoss => "ack drop",
        Key::AckTimeout => "visibility timeout redelivery retransmit resend",
        Key::Retry => "delay backoff redelivery",
        Key::Backoff => "exponential multiplier",
        Key::Jitter => "thundering herd random",
        Key::Attempts => "retries max redeliver count",
        Key::Order => "ordering kafka rabbitmq fifo queue topic",
        Key::Partitions => "shards kafka parallelism topic",
        Key::CommitEvery => "offset auto commit interval",
        Key::BrokerLog => "persistence durable disk replication",
        Key::Retention => "ttl expiry expire retention",
        Key::Payload => "event-carried state transfer delta snapshot notification",
        Key::Error => "failure exception bug",
        Key::Poison => "poison pill message bad",
        Key::CrashBetween => "dual write",
        Key::Outbox => "transactional outbox cdc dual write debezium",
        Key::Poll => "polling interval relay pull",
        Key::Inbox => "deduplication dedup idempotent consumer exactly-once",
        Key::DeadLetter => "dlq dlx dead letter queue parking lot",
        Key::VersionCheck => "optimistic lock version compare last write wins",
        Key::Sources => "databases upstream",
        Key::Interval => "cron schedule period frequency batch nightly",
        Key::ScheduleJitter => "splay spread cron",
        Key::Run => "job batch etl duration extract",
        Key::Row => "throughput speed batch",
        Key::WhenLate => "overlap concurrency policy cron",
        Key::Resume => "checkpoint restart idempotent",
        Key::Copy => "full load incremental delta bidirectional replication etl sync",
        Key::Inserts => "create new",
        Key::Deletes => "remove hard delete",
        Key::Tombstones => "soft delete marker",
        Key::CommitLag => "long transaction late commit updated_at",
        Key::Lookback => "overlap window margin safety late",
        Key::WriteSplit => "multi-leader active-active",
        Key::Conflict => "lww crdt merge resolution vector clock",
        Key::ClockSkew => "drift ntp time",
        Key::Fail => "errors abort",
        Key::FailAt => "abort partial",
        Key::Sagas => "throughput rate rps load orders bookings transactions",
        Key::Style => "coordination coordinator process manager",
        Key::Steps => "participants services",
        Key::Step => "service processing local transaction",
        Key::Flow => "sequential parallel",
        Key::Pivot => "point of no return retriable compensatable",
        Key::Capacity => "stock inventory seats",
        Key::Stay => "release lease ttl",
        Key::Lock => "semantic lock isolation countermeasure",
        Key::Refuse => "reject business error decline",
        Key::ReplyLoss => "response drop ack",
        Key::Timeout => "deadline",
        Key::Undo => "compensation compensating rollback",
        Key::UndoFail => "compensation rollback failure",
        Key::UndoAttempts => "compensation retries",
        Key::UndoOrder => "compensation rollback backward recovery",
        Key::UndoHow => "compensation semantic undo before-image rollback",
        Key::CancelUnknown => "timeout in doubt compensation",
        Key::Idempotency => "idempotent key deduplication dedup exactly-once",
        Key::Log => "durable execution event sourcing persistence state",
        Key::Views => "projections materialized view query model",
        Key::Replicas => "read replicas copies followers",
        Key::Bus => "event bus stream subscription delay",
        Key::BusOrder => "ordering gap",
        Key::GapTimeout => "hole missing sequence",
        Key::Project => "projection speed handler processing service time",
        Key::Batch => "bulk size chunk",
        Key::Commit => "transaction command handler think",
        Key::ConflictRetry => "optimistic concurrency",
        Key::ReadYourWrites => "consistency token session causal wait for version",
        Key::WaitLimit => "timeout consistency token",
        Key::Checkpoint => "position offset atomic transaction exactly-once",
        Key::CheckpointEvery => "position offset",
        Key::Rebuild => "replay reprojection migrate",
        Key::RebuildRate => "replay throughput speed",
        Key::RebuildStyle => "replay zero downtime blue green migrate",
        Key::DecideOn => "validate invariant overdraft stale optimistic",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Pattern, params};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn found(pattern: Pattern, sought: &str) -> Vec<&'static str> {
        let found = params(pattern).iter();
        let found = found.filter(|param| is_found(param, sought));
        found.map(|param| param.word).collect()
    }

    #[test]
    fn it_is_found_by_what_the_page_the_link_and_the_field_call_it() {
        for sought in [
            "Resend after",
            "ack-timeout",
            "ack timeout",
            "visibility timeout",
        ] {
            let found = found(Pattern::EventBased, sought);
            assert!(found.contains(&"ack-timeout"), "{sought}: {found:?}");
        }
        assert_eq!(found(Pattern::EventBased, "DLQ"), ["dead-letter"]);
        assert_eq!(
            found(Pattern::BackgroundSync, " vector  CRDT "),
            ["conflict"]
        );
        assert_eq!(found(Pattern::Cqrs, "blue-green"), ["rebuild-style"]);
    }

    #[test]
    fn nothing_sought_finds_all_and_nonsense_nothing() {
        for pattern in Pattern::ALL {
            assert_eq!(found(*pattern, "  ").len(), params(*pattern).len());
            assert!(found(*pattern, "xyzzy").is_empty());
        }
    }
}
