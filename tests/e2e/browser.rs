//! A browser that has Driftscope open, in the words that tests use: open, wait, look, press, measure.
//!
//! Every method panics with what was expected and what is there instead; a test needs no error paths.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use crate::driver::{Command, Driver, Kind};
pub use crate::screen::{Theme, Viewport};
use crate::site::Site;

/// How long a test waits for something to appear. Software rendering on a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(50);

/// A browser tab on a page that a server of its own serves.
pub struct Browser {
    driver: Box<dyn Driver>,
    site: Site,
}

impl Browser {
    /// Opens the release page with `fragment` (`""` or `"#v=1&..."`) and waits until the app is up.
    pub fn open(viewport: Viewport, theme: Theme, fragment: &str) -> Self {
        let browser = Self::prepare(Site::start(&dist()), viewport, theme);
        browser.goto(fragment);
        browser.wait_for("main[data-state]");
        browser
    }

    /// Opens the release page in a frame of a page of another origin, which is longer than the screen,
    /// and stays in that page. `rights` are attributes of the frame.
    pub fn open_in_frame(rights: &str, fragment: &str) -> (Self, Site) {
        let framed = Site::start(&dist());
        let host = format!(
            "<!doctype html><title>A page around Driftscope</title><link rel='icon' href='data:,'>
             <style>body {{ margin: 0; height: 4000px }}
               iframe {{ display: block; margin: 60px auto; width: 1100px; height: 620px; border: 0 }}</style>
             <iframe {rights} src='{}{fragment}'></iframe>",
            framed.url_elsewhere()
        );
        let browser = Self::prepare(Site::start_page(host), Viewport::LAPTOP, Theme::Light);
        browser.goto("");
        browser.enter_frame();
        browser.wait_for("main[data-state]");
        browser.leave_frames();
        (browser, framed)
    }

    /// A browser of this shape that has not opened `site` yet.
    pub fn prepare(site: Site, viewport: Viewport, theme: Theme) -> Self {
        let browser = Self {
            driver: Kind::asked_for().start(),
            site,
        };
        browser.resize(viewport);
        browser.prefer(theme, false);
        browser
    }

    /// Loads the page anew with this fragment. Does not wait for the app.
    pub fn goto(&self, fragment: &str) {
        // From a blank page, since a changed fragment alone does not load anything.
        self.load("about:blank");
        self.load(&format!("{}{fragment}", self.site.url()));
    }

    /// The server of the page.
    pub const fn site(&self) -> &Site {
        &self.site
    }

    /// Loads any address.
    pub fn load(&self, url: &str) {
        self.command(Command::Navigate, &json!({ "url": url }));
    }

    /// Gives the page another size.
    pub fn resize(&self, viewport: Viewport) {
        self.driver.resize(viewport);
    }

    /// Says what the person prefers.
    pub fn prefer(&self, theme: Theme, reduced_motion: bool) {
        self.driver.prefer(theme, reduced_motion);
    }

    /// Goes into the first frame of the page: what follows is done and looked at there.
    pub fn enter_frame(&self) {
        self.command(Command::Frame, &json!({ "id": 0 }));
    }

    /// Goes back to the page around all frames.
    pub fn leave_frames(&self) {
        self.command(Command::Frame, &json!({ "id": null }));
    }

    /// Runs the body of a function in the page or frame, in which `return` gives the value.
    pub fn eval(&self, script: &str) -> Value {
        self.command(Command::Execute, &json!({ "script": script, "args": [] }))
    }

    /// Waits until an element that `css` selects is there.
    pub fn wait_for(&self, css: &str) {
        self.wait_until(&format!("document.querySelector({}) !== null", json!(css)));
    }

    /// Waits until a JavaScript expression is true. One that throws is not true: the page may be
    /// about to go to another one.
    pub fn wait_until(&self, expression: &str) {
        let script = json!({ "script": format!("return Boolean({expression})"), "args": [] });
        let mut error = String::new();
        for _ in 0..PATIENCE.as_millis() / GLANCE.as_millis() {
            match self.driver.command(Command::Execute, &script) {
                Ok(Value::Bool(true)) => return,
                Ok(_) => error.clear(),
                Err(found) => error = found,
            }
            sleep(GLANCE);
        }
        let text = self.eval(
            "return JSON.stringify(document.querySelector('main')?.dataset) + ' ' + location.href +
               '\\n' + document.body.innerText.slice(0, 600)",
        );
        panic!(
            "waited for {expression}\n{error}\nconsole: {:#?}\nthe page says: {}",
            self.console_errors(),
            text.as_str().unwrap_or_default()
        );
    }

    /// The text that a reader sees in the first element that `css` selects.
    pub fn text(&self, css: &str) -> String {
        let found = self.eval(&format!(
            "return document.querySelector({})?.innerText ?? null",
            json!(css)
        ));
        found
            .as_str()
            .unwrap_or_else(|| panic!("nothing matches {css}"))
            .to_owned()
    }

    /// An attribute of the first element that `css` selects; empty if it has none.
    pub fn attribute(&self, css: &str, name: &str) -> String {
        let script = format!(
            "return document.querySelector({})?.getAttribute({}) ?? ''",
            json!(css),
            json!(name)
        );
        self.eval(&script).as_str().unwrap_or_default().to_owned()
    }

    /// Clicks the middle of the first element that `css` selects, as a mouse does.
    pub fn click(&self, css: &str) {
        self.wait_for(css);
        let element = self.command(
            Command::Find,
            &json!({ "using": "css selector", "value": css }),
        );
        let id = element
            .as_object()
            .and_then(|object| object.values().next());
        self.command(
            Command::Click,
            &json!({ "id": id.expect("an element has an id") }),
        );
    }

    /// Presses and releases keys one after the other, where the focus is. A special key is its code
    /// point in the WebDriver standard: Tab `\u{e004}`, Enter `\u{e007}`, Escape `\u{e00c}`, left, up,
    /// right and down `\u{e012}` to `\u{e015}`.
    pub fn press(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| {
                ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() }))
            })
            .collect();
        self.act(&json!([{ "type": "key", "id": "keyboard", "actions": strokes }]));
    }

    /// Performs actions of WebDriver.
    pub fn act(&self, actions: &Value) {
        self.command(Command::Act, &json!({ "actions": actions }));
    }

    /// Saves what the viewport shows as `artifacts/NAME.png`.
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let picture = self.command(Command::Screenshot, &json!({ "full": false }));
        let path = root().join("artifacts").join(format!("{name}.png"));
        fs::create_dir_all(path.parent().expect("a file in artifacts/"))
            .expect("artifacts/ can be made");
        let bytes = from_base64(picture.as_str().expect("a picture is text in base64"));
        fs::write(&path, bytes).expect("artifacts/ can be written");
        path
    }

    /// What was reported as an error since the last call: exceptions, `console.error`, what could not
    /// be loaded, and what the content security policy refused.
    pub fn console_errors(&self) -> Vec<String> {
        self.driver.errors()
    }

    /// What axe-core finds wrong with the page as it is now, one line an element.
    pub fn axe(&self) -> Vec<String> {
        let path = root().join("node_modules/axe-core/axe.min.js");
        let axe = fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}; run `make test-e2e`", path.display()));
        self.eval(&axe);
        let script = "const done = arguments[0];
            axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then(
                result => done(result.violations.flatMap(rule => rule.nodes.map(
                    node => `${rule.id}: ${rule.help}: ${node.target.join(' ')}: ${node.failureSummary}`))),
                error => done([String(error)]))";
        let found = self.command(
            Command::ExecuteAsync,
            &json!({ "script": script, "args": [] }),
        );
        let lines = found.as_array().into_iter().flatten();
        lines
            .map(|line| line.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    fn command(&self, command: Command, parameters: &Value) -> Value {
        self.driver
            .command(command, parameters)
            .unwrap_or_else(|error| panic!("{error}"))
    }
}

/// The folder of this package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The release page. `make test-e2e` builds it first.
pub fn dist() -> PathBuf {
    let dist = root().join("dist");
    assert!(
        dist.join("index.html").exists(),
        "dist/ has no page; run `make test-e2e`, which builds it"
    );
    dist
}

fn from_base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut sextet_of = [0_u32; 256];
    for (sextet, letter) in (0..).zip(ALPHABET) {
        sextet_of[usize::from(*letter)] = sextet;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for quad in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = quad.iter().fold(0, |bits, letter| {
            bits << 6 | sextet_of[usize::from(*letter)]
        });
        let bits = bits << (6 * (4 - quad.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..quad.len()]);
    }
    bytes
}

#[test]
fn base64_of_any_length_is_read() {
    for (text, bytes) in [
        ("", ""),
        ("Zg==", "f"),
        ("Zm8=", "fo"),
        ("Zm9v", "foo"),
        ("Zm9vYmFy", "foobar"),
    ] {
        assert_eq!(from_base64(text), bytes.as_bytes());
    }
}
