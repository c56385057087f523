//! What was done, a line for each act, in which it can be moved, changed, switched off and on, deleted, or made
//! so from the start. It stands beside the settings, since both are what a run is made of, and takes no room
//! while nobody looks at it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::act_field::ActField;
use super::icon::{self, Icon};
use super::page_state::PageStateStoreFields;
use super::stage::{Stage, use_stage};
use crate::scenario::{Deed, Edit, Kind, Listed, Scenario, Settings, find};
use crate::session::Outcome;
use crate::show::acts::{ActTeller, Told, typed_instant};
use crate::show::units;

/// So many are shown at once, and as many more when they are asked for.
const MOST: usize = 100;

const NOTHING: &str = "What you do to a run is listed here, at its time: a setting that you move while it runs, a \
    service that you crash, a link that you cut, and what you write and read as one of the users. Each can be \
    moved, changed, switched off and taken back.";

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    listed: Listed,
    told: Told,
    /// The values that a setting can have, if they are few.
    choices: Vec<&'static str>,
}

fn rows(scenario: &Scenario) -> Vec<Row> {
    let teller = ActTeller::new(&scenario.settings);
    let listed = scenario.script.listed().into_iter();
    listed
        .map(|listed| Row {
            told: teller.told(&listed),
            choices: choices(&listed.act.what, scenario),
            listed,
        })
        .collect()
}

fn choices(what: &Deed, scenario: &Scenario) -> Vec<&'static str> {
    let Deed::Set { key, .. } = what else {
        return Vec::new();
    };
    match find(scenario.settings.pattern(), *key).map(|param| param.kind) {
        Some(Kind::Choice(choices)) => choices.iter().map(|choice| choice.word).collect(),
        Some(Kind::Toggle) => vec!["on", "off"],
        _ => Vec::new(),
    }
}

/// The list.
#[component]
pub fn ActList() -> impl IntoView {
    let stage = use_stage();
    let rows = Memo::new(move |_| stage.state.scenario().with(rows));
    let most = RwSignal::new(MOST);
    let count = Memo::new(move |_| rows.with(Vec::len));
    let shown = move || 0..count.get().min(most.get());
    let hidden = move || count.get().saturating_sub(most.get());
    // The line of a flag that was pressed is shown, and has the focus.
    Effect::new(move |_| {
        if let Some(place) = stage.state.act().get() {
            most.update(|most| *most = (*most).max(place + 1));
            focus_later(format!("act-{place}-time"));
        }
    });
    view! {
        <p class="nothing" hidden=move || count.get() != 0>{NOTHING}</p>
        <ol class="acts-list">
            <For each=shown key=|place| *place let:place>
                <ActRow place rows/>
            </For>
        </ol>
        <button
            type="button"
            class="button"
            hidden=move || hidden() == 0
            on:click=move |_| most.update(|most| *most += MOST)
        >
            {move || format!("{} more", units::count(hidden() as u64))}
        </button>
    }
}

/// An act.
#[component]
fn ActRow(
    /// Its place in the list.
    place: usize,
    /// All of them.
    rows: Memo<Vec<Row>>,
) -> impl IntoView {
    let stage = use_stage();
    // A line that goes may look once more.
    let row = Memo::new(move |last: Option<&Option<Row>>| {
        let now = rows.with(|rows| rows.get(place).cloned());
        now.or_else(|| last.cloned().flatten())
    });
    let of = move || row.get_untracked().map(|row| row.listed);
    // Told of when that part of the line is another one: what is typed into the other field stays.
    let part = move |look: fn(&Row) -> String| {
        Memo::new(move |_| row.with(|row| row.as_ref().map(look).unwrap_or_default()))
    };
    let words = part(|row| row.told.words.clone());
    let idle = part(|row| row.told.idle.clone());
    let is_off = move || row.with(|row| row.as_ref().is_some_and(|row| row.listed.is_off));
    let is_setting = move || {
        let sets = |row: &Row| matches!(row.listed.act.what, Deed::Set { .. });
        row.with(|row| row.as_ref().is_some_and(sets))
    };
    let has_argument = Memo::new(move |_| {
        row.with(|row| row.as_ref().is_some_and(|row| row.told.argument.is_some()))
    });
    let choices = Signal::derive(move || {
        row.with(|row| {
            row.as_ref()
                .map(|row| row.choices.clone())
                .unwrap_or_default()
        })
    });
    let enter_time = Callback::new(move |typed: String| {
        let at = typed_instant(&typed)?;
        edit(stage, of(), place, "time", |_| Ok(Edit::Move(at)))
    });
    let enter_value = Callback::new(move |typed: String| {
        edit(stage, of(), place, "value", |listed| {
            let what = stage.look(|session| read(listed, &typed, &session.scenario().settings))?;
            Ok(Edit::Change(what))
        })
    });
    // What is refused here cannot stand beside a field.
    let press = move |part: &'static str, what: Edit| {
        if let Err(words) = edit(stage, of(), place, part, |_| Ok(what)) {
            stage.tell(words);
        }
    };
    let number = place + 1;
    view! {
        <li
            class="act"
            class:off=is_off
            class:pointed=move || stage.state.act().get() == Some(place)
        >
            <span class="act-number">{number}</span>
            <ActField
                id=format!("act-{place}-time")
                class="act-time"
                label=format!("When act {number} is done")
                text=part(|row| units::instant(row.listed.act.at))
                unless=String::new()
                help=String::new()
                choices=Vec::new()
                enter=enter_time
            />
            <span class="act-tools">
                <button
                    type="button"
                    class="button square quiet"
                    id=format!("act-{place}-delete")
                    title="Delete it"
                    aria-label=format!("Delete act {number}")
                    on:click=move |_| press("delete", Edit::Delete)
                >
                    <Icon markup=icon::DELETE/>
                </button>
                <button
                    type="button"
                    class="switch"
                    id=format!("act-{place}-switch")
                    role="switch"
                    title="Off: it is kept, and has no effect"
                    aria-label=format!("Act {number} has effect")
                    aria-checked=move || if is_off() { "false" } else { "true" }
                    on:click=move |_| {
                        press(
                            "switch",
                            if untrack(is_off) { Edit::SwitchOn } else { Edit::SwitchOff },
                        );
                    }
                ></button>
            </span>
            <span class="act-words">{words}</span>
            <Show when=move || has_argument.get()>
                <ActField
                    id=format!("act-{place}-value")
                    class="act-value"
                    label=words
                    text=part(|row| row.told.argument.clone().unwrap_or_default())
                    unless=part(|row| row.told.unless.to_owned())
                    help=part(|row| row.told.help.clone())
                    choices=choices
                    enter=enter_value
                />
            </Show>
            <Show when=is_setting>
                <button
                    type="button"
                    class="link-button"
                    id=format!("act-{place}-start")
                    on:click=move |_| press("start", Edit::FromTheStart)
                >
                    "Make it so from the start"
                </button>
            </Show>
            <p class="act-idle" hidden=move || idle.with(String::is_empty)>
                {idle}
            </p>
        </li>
    }
}

/// The act with what was typed.
///
/// # Errors
///
/// Of what it is the value, what was typed, and what was expected, as a sentence.
fn read(listed: &Listed, typed: &str, settings: &Settings) -> Result<Deed, String> {
    let typed = typed.trim();
    listed.with_argument(typed, settings).map_err(|expected| {
        let Deed::Set { key, .. } = listed.act.what else {
            return format!("“{typed}”: expected {expected}.");
        };
        let label = find(settings.pattern(), key).map_or(key.word(), |param| param.label);
        // That says the name in links.
        let expected = settings.read(key, typed).err().unwrap_or(expected);
        format!("{label}: “{typed}” is none of its values. Expected {expected}.")
    })
}

/// Edits an act, and has the focus follow it: it stays on what was pressed, in the line where the act is now, or
/// in a line beside if it is gone.
fn edit(
    stage: Stage,
    of: Option<Listed>,
    place: usize,
    part: &str,
    how: impl FnOnce(&Listed) -> Result<Edit, String>,
) -> Result<(), String> {
    let Some(of) = of else {
        return Ok(());
    };
    let edit = how(&of)?;
    let mut wanted = of.clone();
    match &edit {
        Edit::Move(at) => wanted.act.at = *at,
        Edit::Change(what) => wanted.act.what = what.clone(),
        Edit::SwitchOff => wanted.is_off = true,
        Edit::SwitchOn => wanted.is_off = false,
        Edit::Delete | Edit::FromTheStart => {}
    }
    let goes = matches!(edit, Edit::Delete | Edit::FromTheStart);
    let outcome = stage.edit(&of, &edit);
    if let (Outcome::Refused(_), Some(words)) = (&outcome, outcome.words()) {
        return Err(words);
    }
    let all = stage.look(|session| session.scenario().script.listed());
    let now = all.iter().position(|one| !goes && *one == wanted);
    stage.state.act().set(None);
    focus_later(match (now, all.len()) {
        (Some(now), _) => format!("act-{now}-{part}"),
        (None, 0) => "tab-acts".to_owned(),
        (None, count) => format!("act-{}-delete", place.min(count - 1)),
    });
    Ok(())
}

/// Gives the focus to an element, once the page has followed what was done.
fn focus_later(id: String) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            let element: HtmlElement = element.unchecked_into();
            let _ = element.focus();
        }
    });
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{ActList, MOST};
    use crate::facts::time::SECOND;
    use crate::scenario::write;
    use crate::session::Session;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::{Trial, next_frame, show};

    const LINK: &str = "v=1&pattern=event-based&duration=20s\
        &do=2s:set:writes=20;4s:crash:broker;5s:restart:broker;6s:set:outbox=on";

    async fn acts(link: &str) -> Trial {
        let page = show(
            link,
            || view! { <button id="tab-acts">"Acts"</button> <ActList/> },
        );
        page.stage.act(Session::pause);
        page.reach(3 * SECOND).await;
        page
    }

    async fn follow(page: &Trial) {
        next_frame().await;
        while page.stage.look(|session| session.aim().is_some()) {
            page.stage.pass(1.0, &mut || true);
        }
        tick().await;
    }

    async fn press(page: &Trial, id: &str) {
        page.find(id).focus().expect("it takes it");
        page.click(id).await;
        follow(page).await;
    }

    async fn enter(page: &Trial, id: &str, text: &str) {
        page.find(id).focus().expect("it takes it");
        page.enter(id, text, "change").await;
        follow(page).await;
    }

    /// What the link says was done.
    fn done(page: &Trial) -> String {
        let link = page.stage.look(|session| {
            let mut link = session.link();
            (link.playhead, link.check) = (None, None);
            write(&link)
        });
        let (_, done) = link.split_once("duration=20s").expect("it has one");
        done.replace("&do=", "")
    }

    #[test]
    async fn each_act_has_a_line_with_its_number_time_and_words() {
        let page = acts(LINK).await;
        assert_eq!(page.texts(".act-number"), ["1", "2", "3", "4"]);
        assert_eq!(page.value("#act-0-time").await, "2.000 s");
        assert_eq!(page.text(".act-words"), "Writes: from here on");
        assert_eq!(page.value("#act-0-value").await, "20");
        let empty = page.attribute("#act-1-value", "placeholder");
        assert_eq!(empty.as_deref(), Some("until it is restarted"));
        assert_eq!(page.count("#act-2-value"), 0, "a restart has no length");
        assert_eq!(page.value("select").await, "on");
        assert_eq!(page.count(".act .link-button"), 2);
        assert_eq!(page.count(".nothing[hidden]"), 1);
    }

    #[test]
    async fn an_act_is_moved_and_changed_and_the_focus_goes_with_it() {
        let page = acts(LINK).await;
        enter(&page, "#act-0-time", "4.5").await;
        let expected = "4s:crash:broker;4.5s:set:writes=20;5s:restart:broker;6s:set:outbox=on";
        assert_eq!(done(&page), expected);
        assert!(page.has_focus("#act-1-time"));
        assert_eq!(page.stage.look(Session::now), 3 * SECOND);
        enter(&page, "#act-1-value", "30").await;
        enter(&page, "#act-0-value", "500ms").await;
        enter(&page, "#act-3-value", "off").await;
        let expected =
            "4s:crash:broker,for=500ms;4.5s:set:writes=30;5s:restart:broker;6s:set:outbox=off";
        assert_eq!(done(&page), expected);
        assert!(page.has_focus("#act-3-value"));
        // The crash is over by itself before the restart, which is said.
        let said = page.stage.state.notices().get_untracked();
        assert!(said[0].text.contains("5s:restart:broker"), "{said:?}");
    }

    #[test]
    async fn what_cannot_be_used_stays_with_the_reason() {
        let page = acts(LINK).await;
        let before = done(&page);
        let cases = [
            ("#act-0-time", "-1 s", "begins at 0 s"),
            ("#act-0-time", "30 s", "the run ends at 20s"),
            ("#act-0-time", "soon", "no instant"),
            (
                "#act-0-value",
                "lots",
                "Writes: “lots” is none of its values. Expected a number from 0 to 1000",
            ),
            ("#act-1-value", "0s", "for=TIME"),
        ];
        for (field, typed, trouble) in cases {
            enter(&page, field, typed).await;
            assert_eq!(page.value(field).await, typed);
            let said = page.text(&format!("{field}-trouble"));
            assert!(said.contains(trouble), "{typed}: {said}");
            let wrong = page.attribute(field, "aria-invalid");
            assert_eq!(
                (wrong.as_deref(), done(&page)),
                (Some("true"), before.clone())
            );
        }
        enter(&page, "#act-0-time", "2.5").await;
        assert_eq!(page.attribute("#act-0-time", "aria-invalid"), None);
        assert_eq!(page.value("#act-0-time").await, "2.500 s");
    }

    #[test]
    async fn a_distribution_has_its_meaning_beside_it_and_what_is_expected_is_said() {
        let page = acts("v=1&pattern=event-based&do=2s:set:latency=exp:40ms;4s:set:writes=9").await;
        assert_eq!(page.count(".act-help:not([hidden])"), 1);
        let help = page.text("#act-0-value-help");
        assert!(
            help.starts_with("Exponential, Mean 40 ms. Another is"),
            "{help}"
        );
        let described = page.attribute("#act-0-value", "aria-describedby");
        let described = described.expect("it is described");
        assert!(described.contains("act-0-value-help"), "{described}");
        enter(&page, "#act-0-value", "quick").await;
        assert_eq!(page.value("#act-0-value").await, "quick");
        let said = page.text("#act-0-value-trouble");
        assert!(
            said.starts_with(
                "Latency: “quick” is none of its values. Expected a latency distribution such as"
            ),
            "{said}"
        );
        enter(&page, "#act-0-value", "lognormal:20ms,90ms").await;
        let help = page.text("#act-0-value-help");
        assert!(
            help.starts_with("Lognormal, p50 20 ms, p99 90 ms."),
            "{help}"
        );
        assert_eq!(page.count(".trouble:not([hidden])"), 0);
    }

    #[test]
    async fn an_act_is_switched_off_and_on_and_deleted_and_the_focus_stays_in_the_list() {
        let page = acts(LINK).await;
        press(&page, "#act-1-switch").await;
        let without = "2s:set:writes=20;5s:restart:broker;6s:set:outbox=on";
        assert_eq!(done(&page), format!("{without}&off=4s:crash:broker"));
        assert!(page.has_focus("#act-1-switch"));
        assert_eq!(page.count(".act.off"), 1);
        press(&page, "#act-1-switch").await;
        assert_eq!(done(&page), LINK.split_once("&do=").expect("acts").1);
        press(&page, "#act-0-start").await;
        assert_eq!(
            done(&page),
            "&writes=204s:crash:broker;5s:restart:broker;6s:set:outbox=on"
        );
        assert!(page.has_focus("#act-0-delete"));
        for left in (0..3).rev() {
            let last = format!("#act-{left}-delete");
            press(&page, &last).await;
            assert_eq!(page.count(".act"), left);
        }
        assert!(page.has_focus("#tab-acts"));
        assert_eq!(page.count(".nothing:not([hidden])"), 1);
    }

    #[test]
    async fn of_a_thousand_acts_as_many_are_shown_as_are_asked_for() {
        let all: Vec<_> = (1..=1_000)
            .map(|nth| format!("{nth}ms:write:key-1"))
            .collect();
        let link = format!("v=1&pattern=event-based&do={}", all.join(";"));
        let page = acts(&link).await;
        assert_eq!(page.count(".act") as usize, MOST);
        assert_eq!(page.text("ol + .button"), "900 more");
        page.click("ol + .button").await;
        assert_eq!(page.count(".act") as usize, 2 * MOST);
        // The flag of one that is not shown leads to it.
        page.stage.state.act().set(Some(700));
        tick().await;
        next_frame().await;
        assert!(page.has_focus("#act-700-time"));
    }
}
