//! What the page is, how to read it, and which keys it knows.

use leptos::prelude::*;

use super::address;
use super::dialog::Dialog;
use super::keyboard::SHORTCUTS;
use super::minute::Minute;
use super::page_state::PageStateStoreFields;
use super::square_button::SquareButton;
use super::stage::use_stage;

/// What never changes, as markup: it weighs less than a view of it.
const BODY: &str = r#"
<p>Driftscope runs models of services that keep copies in step, slowly enough to watch. Every change
takes a way: by events over a broker, with a job that copies now and then, in steps that can be taken
back, or from a log to those who are asked. Until it has arrived, a copy is stale. Lose it on the way,
and the copy may be wrong for good.</p>
<p>A run depends on nothing but its settings, its seed and what you do to it, and all of that stands in
the address bar. Share it, and others see exactly what you see.</p>
<h3>How to read the picture</h3>
<div class="marks">
<svg width="16" height="16" aria-hidden="true"><rect x="2" y="2" width="12" height="12" rx="2.5" fill="var(--in-step)" stroke="var(--in-step-line)"/></svg>
<span>Each square is one thing that people change, such as an account: a <i>key</i>. This one shows what the source shows.</span>
<svg width="16" height="16" aria-hidden="true"><rect x="2" y="2" width="12" height="12" rx="2.5" fill="var(--stale-1)" stroke="var(--stale-2)"/><path d="M3 9.5h10V13H3z" fill="var(--stale-2)"/></svg>
<span>A <i>stale</i> one: something newer is still on its way. It warms and fills with its age.</span>
<svg width="16" height="16" aria-hidden="true"><rect x="2" y="2" width="12" height="12" rx="2.5" fill="var(--surface)" stroke="var(--broken)"/><path d="M5 5l6 6M11 5l-6 6" stroke="var(--broken)" stroke-width="1.6"/></svg>
<span>A <i>diverged</i> one: wrong, and nothing on its way will mend it.</span>
<svg width="16" height="16" aria-hidden="true"><circle cx="8" cy="8" r="5" fill="var(--accent)"/></svg>
<span>An event on its way. A ring around it says that it was sent again.</span>
<svg width="16" height="16" aria-hidden="true"><path d="M4 4h.1M11 3h.1M8 8h.1M4 12h.1M12 11h.1" stroke="var(--broken)" stroke-width="3" stroke-linecap="round"/></svg>
<span>A message that was lost, where it was lost.</span>
<svg width="16" height="16" aria-hidden="true"><rect x="2" y="2" width="12" height="12" rx="4" fill="none" stroke="var(--broken)" stroke-width="2"/></svg>
<span>A frame: what went wrong there, and why, is told beside it.</span>
</div>
<h3>What you can do</h3>
<p>Move a slider while it runs: the change becomes part of the run. Select a node, a link or a message
to see why it is as it is, to crash a service, to stop the consuming of one that keeps a copy, or to cut
a link. A crashed copy answers nobody: unavailable rises. A stopped one goes on answering with what it
has: stale reads rise. Then turn on a mitigation and restart: the same chances, another outcome.</p>
<p>What has a dotted line under it says what it means: point at it, tap it, or come to it with Tab.</p>
<h3>Keys</h3>"#;

/// The button that opens the dialog, and the dialog.
#[component]
pub fn Help(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let keys = || {
        let keys = SHORTCUTS.iter();
        keys.map(|(key, what)| view! { <dt><kbd>{*key}</kbd></dt><dd>{*what}</dd> })
            .collect_view()
    };
    let minute: Minute = expect_context();
    let begin = move |_| {
        open.set(false);
        minute.start();
    };
    let stage = use_stage();
    let present = move |_| {
        open.set(false);
        stage.state.presentation().set(true);
    };
    view! {
        <SquareButton label="Help" title="Help (?)" press=move |()| open.set(true)>
            "?"
        </SquareButton>
        <Dialog title="What this is" open=open>
            <p class="again">
                <button type="button" class="link-button" on:click=begin>
                    "First minute"
                </button>
                ": a bank, what a square is, what goes wrong in it, and a cure."
            </p>
            <div inner_html=BODY></div>
            <dl class="keys">{keys}</dl>
            <div class="acts">
                <a class="button" href="./models.html">
                    "What this models, and what it does not"
                </a>
                <a class="button" href=address::THEORY>
                    "Checked against theory"
                </a>
                // On a phone the bar at the top has no room for it.
                <button type="button" class="button" on:click=present>
                    "Present the picture alone"
                </button>
            </div>
        </Dialog>
    }
}
