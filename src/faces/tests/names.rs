//! What nodes are called, and what they say of themselves.

use crate::faces;
use crate::scenario::{Key, Pattern, Settings, Value};

#[test]
fn a_name_that_is_used_once_is_that_of_the_story() {
    let mut settings = Settings::defaults(Pattern::EVENT_BASED);
    settings.set(Key::PARTITIONS, Value::Count(3));
    let names = faces::names(&settings);
    assert_eq!(
        names.node[..4],
        ["Customers", "Profile service", "Broker", "Recommendations"]
    );
    assert_eq!(names.role_line[2], "3 partitions");
    assert_eq!(names.role_line[3], "");
}

#[test]
fn a_job_says_how_often_it_runs_and_a_service_how_often_it_fails() {
    let lines = |pattern, texts: &[(Key, &str)]| {
        let mut settings = Settings::defaults(pattern);
        for (key, text) in texts {
            let value = settings.read(*key, text).unwrap();
            settings.set(*key, value);
        }
        faces::names(&settings).role_line
    };
    let job = [(Key::INTERVAL, "5min"), (Key::SOURCES, "1")];
    assert_eq!(
        lines(Pattern::BACKGROUND_SYNC, &job),
        ["", "", "every 5 min", ""]
    );
    let service = [
        (Key::STEPS, "1"),
        (Key::STEP, "1s"),
        (Key::REFUSE, "0.05"),
        (Key::ERROR, "0"),
    ];
    assert_eq!(lines(Pattern::SAGA, &service), ["", "", "5.0 % fail · 1 s"]);
}
