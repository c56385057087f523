//! The band under the picture: how much differed when, what went wrong when, and where now is.

use leptos::ev::{MouseEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;
use web_sys::Element;

use super::chart::{Chart, names, of_replicas};
use super::clock::now_ms;
use super::closer::Closer;
use super::frame_loop::{HURRY_MS, STILL_MS};
use super::left_panel::ACTS;
use super::page_state::{PageStateStoreFields, Readout};
use super::playhead::Playhead;
use super::scrub::Scrub;
use super::sheets::{Sheet, Sheets};
use super::stage::use_stage;
use crate::faces;
use crate::scenario::Scenario;
use crate::session::Session;
use crate::show::acts::ActTeller;
use crate::show::charts::flags::Flag;
use crate::show::charts::{rail, timeline as band};
use crate::show::text::Measure;
use crate::show::{Size, units};

/// Between two pictures of it while time passes.
const GAP_MS: f64 = 80.0;

/// The timeline.
#[component]
pub fn Timeline() -> impl IntoView {
    let stage = use_stage();
    let scrub = Scrub::new(stage);
    // When it was last drawn between two beats: anew every few frames.
    let drawn = Memo::new(move |before: Option<&f64>| {
        stage.state.readout().track();
        let now = now_ms();
        let hurries = stage.state.readout().with_untracked(Readout::hurries);
        let gap = match (hurries, stage.is_still()) {
            (true, _) => HURRY_MS,
            (_, true) => STILL_MS,
            _ => GAP_MS,
        };
        let recent = before.filter(|&&before| now - before < gap);
        recent.copied().unwrap_or(now)
    });
    let flags = Memo::new(move |_| {
        let scenario = stage.state.scenario();
        scenario.with(flags_of)
    });
    let draw = move |session: &Session, size: Size, measure: Measure<'_>| {
        stage.watch(|_| ());
        drawn.track();
        stage.state.scenario().track();
        let flags = flags.get();
        let (now, known, names) = (session.now(), session.timeline(), names(session));
        let face = faces::of(session.settings().pattern());
        let timeline = band::Timeline {
            differing: &known.whole,
            layers: &of_replicas(session, &names, known.layers),
            unit: face.figures.differing,
            anomalies: &known.ticks,
            acts: &flags,
            playhead: now,
            aim: scrub.held().or(session.aim()),
            known_until: known.until,
            duration: session.duration().max(known.until),
            span: scrub.span(),
        };
        band::chart(&timeline, size, measure)
    };
    let sheets = use_context::<Sheets>();
    let pick = move |act: usize| {
        stage.state.desk().set(ACTS);
        stage.state.act().set(Some(act));
        if let Some(sheets) = sheets {
            sheets.open(Sheet::Settings);
        }
    };
    let (track, playhead) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    let on_track = move || track.get_untracked().map(Element::from);
    let pull = move |event: PointerEvent| {
        let Some(track) = on_track() else { return };
        if scrub.draw(&event, &track)
            && let Some(playhead) = playhead.get_untracked()
        {
            // Keys are for it from here on: Escape takes back what is drawn.
            let _ = playhead.focus();
        }
    };
    let elsewhere = move |event: MouseEvent| {
        if let Some(track) = on_track() {
            scrub.press(&event, &track);
        }
    };
    let lose = move |event: PointerEvent| {
        scrub.take_back(Some(event.pointer_id()));
    };
    view! {
        <div class="timeline">
            <div
                class="scrub"
                class:held=move || scrub.held().is_some()
                node_ref=track
                on:pointerdown=move |event: PointerEvent| {
                    if let Some(track) = on_track() {
                        scrub.put_down(&event, &track);
                    }
                }
                on:pointermove=pull
                on:pointerup=move |event: PointerEvent| scrub.let_go(&event)
                on:pointercancel=lose
                on:lostpointercapture=lose
                on:dblclick=move |event: MouseEvent| {
                    if let Some(track) = on_track() {
                        scrub.press_twice(&event, &track);
                    }
                }
                on:wheel=move |event: WheelEvent| {
                    if let Some(track) = on_track() {
                        scrub.wheel(&event, &track);
                    }
                }
            >
                <Chart
                    class="band"
                    draw=Box::new(draw)
                    pick=pick
                    elsewhere=elsewhere
                    is_no_press=move |()| scrub.ends_a_draw()
                />
                <Playhead scrub=scrub node_ref=playhead/>
                <Drawn scrub=scrub/>
            </div>
            <Closer scrub=scrub/>
        </div>
    }
}

/// The instant to which the playhead is drawn, over it.
#[component]
fn Drawn(
    /// What a hand does on the timeline.
    scrub: Scrub,
) -> impl IntoView {
    let style = move || {
        let share = scrub.span().share(scrub.held()?);
        let place = rail::place_of(share, scrub.scale());
        // Beside the line of the playhead, on the side that has the room.
        let hang = if share < 0.5 {
            "8px"
        } else {
            "calc(-100% - 8px)"
        };
        Some(format!("left:{place};transform:translateX({hang})"))
    };
    view! {
        <span class="tip" aria-hidden="true" hidden=move || scrub.held().is_none() style=style>
            {move || scrub.held().map(units::instant)}
        </span>
    }
}

/// A flag for each act.
fn flags_of(scenario: &Scenario) -> Vec<Flag> {
    let teller = ActTeller::new(&scenario.settings);
    let listed = scenario.script.listed().into_iter();
    listed
        .map(|listed| Flag {
            at: listed.act.at,
            words: teller.told(&listed).sentence(),
            is_off: listed.is_off,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Timeline;
    use crate::facts::time::{Micros, SECOND};
    use crate::session::Session;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::{Trial, show};

    const LINK: &str = "v=1&pattern=event-based&duration=20s&writes=20&deliver=1s";

    /// What of the style places things.
    const STYLE: &str = ".timeline { display: flex; width: 640px; height: 72px } .scrub { flex: 1 }
        .chart, .chart canvas { display: block; width: 100%; height: 100% }";

    fn page(link: &str) -> Trial {
        show(link, || {
            view! { <style>{STYLE}</style> <Timeline/> }
        })
    }

    fn said(page: &Trial) -> String {
        page.attribute("canvas", "aria-label").unwrap_or_default()
    }

    /// Has the canvas get an event of a pointer, at a share of the width and so far down.
    async fn point(page: &Trial, kind: &str, pointer: u32, share: f64, y: f64) {
        let canvas = page.find("canvas");
        let area = canvas.get_bounding_client_rect();
        let x = area.left() + 5.5 + share * (area.width() - 11.0);
        let script = format!(
            "canvas.dispatchEvent(new {}('{kind}', {{ bubbles: true, cancelable: true, pointerId: {pointer}, \
             button: 0, clientX: {x}, clientY: {}, ctrlKey: {}, deltaY: -100 }}))",
            match kind {
                "wheel" => "WheelEvent",
                "click" | "dblclick" => "MouseEvent",
                _ => "PointerEvent",
            },
            area.top() + y,
            kind == "wheel",
        );
        let act = js_sys::Function::new_with_args("canvas", &script);
        act.call1(&wasm_bindgen::JsValue::NULL, &canvas)
            .expect("it is dispatched");
        tick().await;
        tick().await;
    }

    async fn arrive(page: &Trial) -> Micros {
        while page.stage.look(|session| session.aim().is_some()) {
            page.stage.pass(1.0, &mut || true);
        }
        page.stage.tell_beat();
        tick().await;
        page.stage.look(Session::now)
    }

    /// Whether it is there within what a pixel is.
    fn is_about(at: Micros, wanted: Micros) -> bool {
        at.abs_diff(wanted) < SECOND / 10
    }

    #[test]
    async fn it_says_how_far_the_run_has_come() {
        let page = page(LINK);
        leptos::task::tick().await;
        let before = said(&page);
        assert!(before.starts_with("At 0.000 s of 20 s: "), "{before}");
        page.reach(9 * SECOND).await;
        let after = said(&page);
        assert!(after.starts_with("At 9.000 s of 20 s: "), "{after}");
    }

    #[test]
    async fn the_playhead_is_drawn_back_and_forth_and_counts_when_it_is_let_go() {
        let page = page(LINK);
        page.reach(10 * SECOND).await;
        let digest = page.stage.look(Session::digest);
        point(&page, "pointerdown", 1, 0.5, 40.0).await;
        point(&page, "pointermove", 1, 0.502, 40.0).await;
        assert_eq!(page.count(".held"), 0, "a hand that trembles");
        point(&page, "pointermove", 1, 0.2, 40.0).await;
        assert_eq!(page.count(".held"), 1);
        let drawn = page.text(".scrub > .tip");
        assert!(
            drawn.starts_with("3.9") || drawn.starts_with("4.0"),
            "{drawn}"
        );
        assert_eq!(page.stage.look(Session::now), 10 * SECOND, "not yet");
        point(&page, "pointerup", 1, 0.2, 40.0).await;
        assert!(is_about(arrive(&page).await, 4 * SECOND));
        // What is known of the time after it stays, and forward is as far as the run is long.
        point(&page, "pointerdown", 1, 0.2, 40.0).await;
        point(&page, "pointermove", 1, 0.5, 40.0).await;
        point(&page, "pointerup", 1, 0.5, 40.0).await;
        arrive(&page).await;
        page.reach(10 * SECOND).await;
        assert_eq!(page.stage.look(Session::digest), digest, "the same run");
        point(&page, "pointerdown", 1, 0.5, 40.0).await;
        point(&page, "pointermove", 1, 7.0, 40.0).await;
        point(&page, "pointerup", 1, 7.0, 40.0).await;
        assert_eq!(arrive(&page).await, 20 * SECOND);
    }

    #[test]
    async fn drawn_to_the_start_it_is_the_same_run_again() {
        let page = page("v=1&pattern=event-based&duration=20s&do=2s:set:writes=12");
        page.reach(10 * SECOND).await;
        let begun = page.stage.state.begun().get_untracked();
        point(&page, "pointerdown", 1, 0.5, 40.0).await;
        point(&page, "pointermove", 1, -0.1, 40.0).await;
        point(&page, "pointerup", 1, -0.1, 40.0).await;
        assert_eq!(page.stage.look(Session::now), 0);
        assert_eq!(
            page.stage.state.begun().get_untracked(),
            begun + 1,
            "as Rewind does"
        );
        let acts = page
            .stage
            .look(|session| session.scenario().script.acts().len());
        assert_eq!(acts, 1);
    }

    #[test]
    async fn what_is_drawn_can_be_taken_back() {
        let page = page(LINK);
        page.reach(10 * SECOND).await;
        for way in ["Escape", "pointercancel"] {
            point(&page, "pointerdown", 1, 0.5, 40.0).await;
            point(&page, "pointermove", 1, 0.2, 40.0).await;
            assert_eq!(page.count(".held"), 1, "{way}");
            if way == "Escape" {
                assert!(page.has_focus("[role=slider]"));
                page.press("[role=slider]", way).await;
            } else {
                point(&page, way, 1, 0.2, 40.0).await;
            }
            assert_eq!(page.count(".held"), 0, "{way}");
            point(&page, "pointerup", 1, 0.2, 40.0).await;
            assert_eq!(arrive(&page).await, 10 * SECOND, "{way}");
        }
    }

    #[test]
    async fn a_press_leads_where_it_did_and_the_end_of_a_draw_leads_nowhere() {
        let page = page("v=1&pattern=event-based&duration=20s&do=10s:set:writes=12");
        page.reach(15 * SECOND).await;
        let act = page.stage.state.act();
        // The end of a draw on the flag.
        point(&page, "pointerdown", 1, 0.75, 5.0).await;
        point(&page, "pointermove", 1, 0.5, 5.0).await;
        point(&page, "pointerup", 1, 0.5, 5.0).await;
        point(&page, "click", 1, 0.505, 5.0).await;
        assert_eq!(act.get_untracked(), None);
        arrive(&page).await;
        point(&page, "pointerdown", 1, 0.505, 5.0).await;
        point(&page, "pointerup", 1, 0.505, 5.0).await;
        point(&page, "click", 1, 0.505, 5.0).await;
        assert_eq!(act.get_untracked(), Some(0));
        // On the rail a press goes there, above it nowhere.
        point(&page, "click", 1, 0.8, 40.0).await;
        assert!(is_about(page.stage.look(Session::now), 10 * SECOND));
        let foot = f64::from(page.find("canvas").client_height()) - 19.0;
        point(&page, "click", 1, 0.8, foot).await;
        assert!(is_about(arrive(&page).await, 16 * SECOND));
    }

    #[test]
    async fn a_part_is_looked_at_from_closer_by_and_draws_are_right_in_it() {
        let page = page(LINK);
        page.reach(10 * SECOND).await;
        let whole = |page: &Trial| {
            let button: web_sys::HtmlElement = page.find(".closer .out");
            button.has_attribute("disabled")
        };
        assert!(whole(&page));
        point(&page, "dblclick", 1, 0.5, 40.0).await;
        assert!(
            said(&page).contains("; shown from 7.500 s to 12.500 s"),
            "{}",
            said(&page)
        );
        point(&page, "pointerdown", 1, 0.5, 40.0).await;
        point(&page, "pointermove", 1, 0.2, 40.0).await;
        point(&page, "pointerup", 1, 0.2, 40.0).await;
        assert!(is_about(arrive(&page).await, 8 * SECOND + SECOND / 2));
        page.click(".closer .out").await;
        tick().await;
        assert!(!said(&page).contains("shown") && whole(&page));
        // By a wheel, and about what is pointed at.
        point(&page, "wheel", 1, 0.0, 40.0).await;
        assert!(
            said(&page).contains("; shown from 0.000 s to 7.3"),
            "{}",
            said(&page)
        );
        point(&page, "dblclick", 1, 0.3, 40.0).await;
        assert!(!said(&page).contains("shown"));
        // With two fingers, which draw no playhead.
        let now = arrive(&page).await;
        point(&page, "pointerdown", 1, 0.4, 40.0).await;
        point(&page, "pointerdown", 2, 0.6, 40.0).await;
        point(&page, "pointermove", 1, 0.25, 40.0).await;
        point(&page, "pointermove", 2, 0.75, 40.0).await;
        assert!(said(&page).contains("; shown from 6.0"), "{}", said(&page));
        point(&page, "pointerup", 1, 0.25, 40.0).await;
        // Nor does the one that is left.
        point(&page, "pointermove", 2, 0.5, 40.0).await;
        point(&page, "pointerup", 2, 0.5, 40.0).await;
        assert_eq!(arrive(&page).await, now);
    }

    #[test]
    async fn a_playhead_that_leaves_what_is_looked_at_is_followed() {
        let page = page(LINK);
        page.reach(4 * SECOND).await;
        page.click(".closer .in").await;
        tick().await;
        assert!(
            said(&page).contains("; shown from 3.000 s to 8.000 s"),
            "{}",
            said(&page)
        );
        page.reach(9 * SECOND).await;
        tick().await;
        assert!(
            said(&page).contains("; shown from 8.500 s to 13.500 s"),
            "{}",
            said(&page)
        );
        // Another run is looked at as a whole.
        let (link, problems) = crate::patterns::parse("v=1&pattern=saga");
        page.stage.open(link, &problems, crate::session::Step::New);
        tick().await;
        tick().await;
        assert!(!said(&page).contains("shown"), "{}", said(&page));
    }
}
