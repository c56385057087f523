use crate::facts::ids::{LinkId, NodeId};
use crate::facts::time::SECOND;
use crate::patterns::parse;
use crate::scenario::{
    Act, Deed, Hop, Key, Link, MOST_ACTS, NodeKind, Pattern, Place, Places, Role, Scenario, Script,
    Settings, Value, write,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn usual() -> Settings {
    Settings::defaults(Pattern::EVENT_BASED)
}

fn act(text: &str) -> Result<Act, String> {
    Act::parse(text, &usual(), &Places::of(&usual()))
}

fn script(acts: &[&str]) -> Script {
    Script::new(acts.iter().map(|text| act(text).unwrap()).collect())
}

#[test]
fn every_verb_is_read_and_written() {
    let link = Hop {
        near: NodeKind::BROKER.alone(),
        far: NodeKind::CONSUMER.nth(0),
    };
    let node = NodeKind::CONSUMER.nth(2);
    let cases = [
        (
            "4s:set:writes=12",
            Deed::Set {
                key: Key::WRITES,
                value: Value::Number(12.0),
            },
        ),
        (
            "4s:set:publish=inherit",
            Deed::Set {
                key: Key::PUBLISH,
                value: Value::Inherit,
            },
        ),
        (
            "4s:crash:consumer-3",
            Deed::Crash {
                node,
                lasting: None,
            },
        ),
        (
            "4s:crash:consumer-3,for=20s",
            Deed::Crash {
                node,
                lasting: Some(20 * SECOND),
            },
        ),
        ("4s:restart:consumer-3", Deed::Restart { node }),
        (
            "4s:stop:consumer-3",
            Deed::Stop {
                node,
                lasting: None,
            },
        ),
        (
            "4s:stop:consumer-3,for=2min",
            Deed::Stop {
                node,
                lasting: Some(120 * SECOND),
            },
        ),
        ("4s:start:consumer-3", Deed::Start { node }),
        (
            "4s:cut:link.broker.consumer-1",
            Deed::Cut {
                link,
                lasting: None,
            },
        ),
        (
            "4s:cut:link.broker.consumer-1,for=3s",
            Deed::Cut {
                link,
                lasting: Some(3 * SECOND),
            },
        ),
        ("4s:mend:link.broker.consumer-1", Deed::Mend { link }),
        ("4s:write:key-3", Deed::Write { key: 2 }),
        ("4s:read:key-1", Deed::Read { key: 0 }),
    ];
    for (text, what) in cases {
        let read = act(text).unwrap();
        assert_eq!(
            read,
            Act {
                at: 4 * SECOND,
                what
            }
        );
        assert_eq!(read.to_string(), text);
    }
}

#[test]
fn an_act_that_cannot_be_done_says_what_was_expected() {
    let cases = [
        ("", "TIME:VERB"),
        ("4s", "TIME:VERB"),
        ("4:crash:broker", "TIME:VERB"),
        ("9999999h:crash:broker", "this is too large"),
        ("4s:explode:broker", "one of the verbs"),
        ("4s:set:writes", "set:KEY=VALUE"),
        ("4s:set:bus=1ms", "a parameter of event-based"),
        ("4s:set:writes=-1", "writes to be a number from 0 to 1000"),
        (
            "4s:set:latency=lognormal:9s,1s",
            "latency to be lognormal:P50,P99",
        ),
        ("4s:set:keys=7", "takes effect only at a restart"),
        ("4s:set:seed=7", "takes effect only at a restart"),
        (
            "4s:crash:users",
            "one of producer, broker, consumer-1, consumer-2, consumer-3",
        ),
        ("4s:crash:consumer-4", "one of producer"),
        ("4s:crash:consumer-0", "one of producer"),
        ("4s:crash:consumer-01", "one of producer"),
        ("4s:crash:link.producer.broker", "one of producer"),
        (
            "4s:cut:broker",
            "one of link.users.producer, link.producer.broker",
        ),
        ("4s:cut:link.broker.producer", "one of link.users.producer"),
        ("4s:write:key-0", "a key of this run, key-1 to key-24"),
        ("4s:write:key-25", "a key of this run, key-1 to key-24"),
        ("4s:write:key-03", "a key of this run"),
        ("4s:write:key-+3", "a key of this run"),
        ("4s:read:3", "a key of this run"),
        ("4s:read:key-3,for=2s", "a key of this run"),
        ("4s:read", "TIME:VERB"),
        ("4s:crash:broker,for=0s", "for=TIME"),
        ("4s:crash:broker,for", "for=TIME"),
        ("4s:crash:broker,to=2s", "for=TIME"),
        ("4s:crash:broker,for=2s,for=2s", "one option at most"),
        ("4s:restart:broker,for=2s", "no option after restart"),
        (
            "4s:stop:broker",
            "one of consumer-1, consumer-2, consumer-3",
        ),
        ("4s:start:producer", "one of consumer-1"),
        ("4s:stop:consumer-4", "one of consumer-1"),
        ("4s:stop:consumer-1,for=0s", "for=TIME"),
        ("4s:start:consumer-1,for=2s", "no option after start"),
    ];
    for (text, part) in cases {
        let expected = act(text).unwrap_err();
        assert!(expected.contains(part), "{text}: {expected}");
    }
}

#[test]
fn acts_are_sorted_by_time_and_ties_stay_as_written() {
    let (link, problems) =
        parse("do=9s:crash:broker;4s:set:loss=0.2;4s:set:loss=0.1;0s:cut:link.users.producer");
    assert_eq!(problems, []);
    let sorted = "0s:cut:link.users.producer;4s:set:loss=0.2;4s:set:loss=0.1;9s:crash:broker";
    assert_eq!(link.scenario.script.to_string(), sorted);
}

#[test]
fn one_bad_act_is_one_problem_and_the_others_stay() {
    let (link, problems) = parse("do=1s:crash:broker;2s:crash:moon;3s:restart:broker");
    assert_eq!(problems.len(), 1);
    assert_eq!(
        problems[0].to_string(),
        "do=2s:crash:moon: expected one of producer, broker, consumer-1, consumer-2, consumer-3; \
         this act is left out."
    );
    assert_eq!(link.scenario.script.acts().len(), 2);
}

#[test]
fn a_script_knows_the_consumers_of_its_own_link() {
    let (link, problems) = parse("do=1s:crash:consumer-5&consumers=5");
    assert_eq!((link.scenario.script.acts().len(), problems.len()), (1, 0));
}

#[test]
fn a_script_has_no_more_acts_than_a_run_takes() {
    let acts = vec!["1s:crash:broker"; MOST_ACTS + 7].join(";");
    let (link, problems) = parse(&format!("do={acts}"));
    assert_eq!(link.scenario.script.acts().len(), MOST_ACTS);
    assert_eq!(problems.len(), 1);
    let mut script = link.scenario.script;
    assert!(!script.insert(act("1s:restart:broker").unwrap()));
}

#[test]
fn an_act_that_is_switched_off_is_kept_and_counts_among_all() {
    let (link, problems) = parse("off=9s:crash:broker;4s:write:key-3&do=5s:read:key-1");
    assert_eq!(problems, []);
    let script = &link.scenario.script;
    let off: Vec<_> = script.off().iter().map(Act::to_string).collect();
    assert_eq!(off, ["4s:write:key-3", "9s:crash:broker"]);
    assert_eq!(script.to_string(), "5s:read:key-1");
    // What no settings of the pattern have a place for is none.
    let (link, problems) = parse("off=1s:crash:view-1-1;1s:crash:broker;1s:set:keys=3");
    assert_eq!((link.scenario.script.off().len(), problems.len()), (1, 2));
    assert!(
        problems[0]
            .to_string()
            .starts_with("off=1s:crash:view-1-1: expected one of")
    );
    let acts = vec!["1s:crash:broker"; MOST_ACTS / 2 + 7].join(";");
    let (link, problems) = parse(&format!("do={acts}&off={acts}"));
    assert_eq!(link.scenario.script.off().len(), MOST_ACTS / 2 - 7);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].to_string().contains("at most 1000 acts"));
}

#[test]
fn a_dragged_slider_is_one_act() {
    let mut script = script(&["4s:crash:broker", "4s:set:loss=0.1", "4s:set:writes=9"]);
    assert!(script.insert(act("4s:set:loss=0.3").unwrap()));
    assert_eq!(
        script.to_string(),
        "4s:crash:broker;4s:set:writes=9;4s:set:loss=0.3"
    );
    assert!(script.insert(act("5s:set:loss=0.4").unwrap()));
    assert_eq!(script.acts().len(), 4);
}

#[test]
fn a_fork_forgets_what_was_done_after_it() {
    let mut script = script(&["1s:crash:broker", "2s:restart:broker", "3s:crash:broker"]);
    script.cut_after(2 * SECOND);
    assert_eq!(script.to_string(), "1s:crash:broker;2s:restart:broker");
}

#[test]
fn fewer_consumers_switch_off_the_faults_of_those_that_are_no_more() {
    let mut settings = usual();
    settings.set(Key::CONSUMERS, Value::Count(1));
    let mut script = script(&[
        "1s:crash:consumer-1",
        "2s:crash:consumer-2",
        "3s:set:work=1ms/2ms/3ms",
        "4s:mend:link.broker.consumer-3",
    ]);
    assert_eq!(script.switch_off_misplaced(&settings).len(), 3);
    assert_eq!(script.to_string(), "1s:crash:consumer-1");
    // They are in the link, and are read back although there is no place for them.
    let mut link = Link::defaults(Pattern::EVENT_BASED);
    link.scenario = Scenario { settings, script };
    let text = write(&link);
    assert_eq!(
        text,
        "v=1&pattern=event-based&consumers=1&do=1s:crash:consumer-1&off=2s:crash:consumer-2;\
         3s:set:work=1ms/2ms/3ms;4s:mend:link.broker.consumer-3"
    );
    assert_eq!(parse(&text), (link, vec![]));
}

#[test]
fn settings_at_an_instant_are_those_after_its_acts() {
    let (link, _) = parse("do=4s:set:loss=0.1;9s:set:loss=0.5&loss=0.2");
    let loss_at = |at| link.scenario.settings_at(at).write(Key::LOSS);
    assert_eq!(loss_at(4 * SECOND - 1), "0.2");
    assert_eq!(loss_at(4 * SECOND), "0.1");
    assert_eq!(loss_at(10 * SECOND), "0.5");
}

#[test]
fn places_are_counted_in_the_order_of_nodes_and_links() {
    let places = Places::of(&usual());
    let nodes: Vec<_> = places.nodes().iter().map(Role::to_string).collect();
    assert_eq!(
        nodes,
        [
            "users",
            "producer",
            "broker",
            "consumer-1",
            "consumer-2",
            "consumer-3"
        ]
    );
    assert_eq!(places.node(NodeKind::CONSUMER.nth(1)), Some(NodeId(4)));
    assert_eq!(places.role(NodeId(4)), Some(NodeKind::CONSUMER.nth(1)));
    let hop = Hop {
        near: NodeKind::BROKER.alone(),
        far: NodeKind::CONSUMER.nth(1),
    };
    assert_eq!(places.link(hop), Some(LinkId(3)));
    assert_eq!(places.hop(LinkId(3)), Some(hop));
    assert_eq!(
        places.from_word("link.broker.consumer-2"),
        Some(Place::Link(hop))
    );
    assert_eq!(places.node(NodeKind::CONSUMER.nth(3)), None);
}

#[test]
fn a_script_stands_last_in_a_link() {
    let mut link = Link::defaults(Pattern::EVENT_BASED);
    link.playhead = Some(4_210_000);
    link.scenario.script = script(&["4s:set:writes=12"]);
    assert_eq!(
        write(&link),
        "v=1&pattern=event-based&t=4.21s&do=4s:set:writes=12"
    );
}
