//! Firefox by Marionette, the protocol that it speaks itself: the commands of `WebDriver` as JSON over
//! a socket. So no driver has to be there in the version of the browser, and what `WebDriver` has no
//! word for is asked of the browser's own scripts.
//!
//! It starts in seconds, so tests that have ended hand theirs on to the next ones.

use std::cell::{Cell, RefCell};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{panicking, sleep};
use std::time::Duration;
use std::{env, mem};

use serde_json::{Value, json};

use crate::driver::{Command, Driver, PATIENCE};
use crate::screen::{Theme, Viewport};

/// Larger than any page of these tests, since what is outside the window cannot be clicked.
const WINDOW: (u32, u32) = (2_100, 1_900);

/// Those that no test has at the moment.
static IDLE: Mutex<Vec<Firefox>> = Mutex::new(Vec::new());

/// A browser for one test, with a tab of its own and nothing stored. Dropping it hands it on, unless
/// the test failed: nobody knows in what state it is then.
pub struct Lease(Option<Firefox>);

impl Lease {
    /// One that is idle, or a new one.
    pub fn take() -> Self {
        let idle = IDLE.lock().expect("nobody fails while holding it").pop();
        let firefox = idle.unwrap_or_else(Firefox::start);
        firefox.begin();
        Self(Some(firefox))
    }

    fn firefox(&self) -> &Firefox {
        self.0.as_ref().expect("it is there until it is dropped")
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(firefox) = self.0.take()
            && !panicking()
        {
            IDLE.lock()
                .expect("nobody fails while holding it")
                .push(firefox);
        }
    }
}

impl Driver for Lease {
    fn command(&self, command: Command, parameters: &Value) -> Result<Value, String> {
        let name = match command {
            Command::Navigate => "WebDriver:Navigate",
            Command::Execute => "WebDriver:ExecuteScript",
            Command::ExecuteAsync => "WebDriver:ExecuteAsyncScript",
            Command::Find => "WebDriver:FindElement",
            Command::Click => "WebDriver:ElementClick",
            Command::Act => "WebDriver:PerformActions",
            Command::Screenshot => "WebDriver:TakeScreenshot",
            Command::Frame => "WebDriver:SwitchToFrame",
        };
        self.firefox().send(name, parameters)
    }

    fn resize(&self, viewport: Viewport) {
        let Viewport {
            width,
            height,
            scale,
            ..
        } = viewport;
        // A window has a least width that is more than a phone's; what shows the page in it has none.
        self.firefox().ask(
            "const [width, height, scale] = arguments, { style } = gBrowser.selectedBrowser;
             Services.prefs.setStringPref('layout.css.devPixelsPerPx', String(scale));
             for (const [side, length] of [['width', width], ['height', height]])
               for (const bound of ['min', 'max'])
                 style.setProperty(`${bound}-${side}`, `${length}px`)",
            &json!([width, height, scale]),
        );
        self.firefox().wait_until(&format!(
            "innerWidth === {width} && innerHeight === {height} && devicePixelRatio === {scale}"
        ));
    }

    fn prefer(&self, theme: Theme, reduced_motion: bool) {
        // By preferences, since what is set for a tab is forgotten when another site is opened in it.
        self.firefox().ask(
            "const { prefs } = Services;
             prefs.setIntPref('ui.systemUsesDarkTheme', Number(arguments[0] === 'dark'));
             prefs.setIntPref('ui.prefersReducedMotion', Number(arguments[1]))",
            &json!([theme.name(), reduced_motion]),
        );
        self.firefox().wait_until(&format!(
            "matchMedia('(prefers-color-scheme: {})').matches &&
             matchMedia('(prefers-reduced-motion: reduce)').matches === {reduced_motion}",
            theme.name()
        ));
    }

    // All tests share one Firefox: a worker of the test before may still be on its way to files whose server is gone
    // with that test, and says so here.
    fn errors(&self) -> Vec<String> {
        let found = self.firefox().ask(
            "const found = Services.console.getMessageArray().filter(message =>
               message instanceof Ci.nsIScriptError
                 ? /^http:/.test(message.sourceName) &&
                   (message.category === 'Script Loader' ||
                    !(message.flags & Ci.nsIScriptError.warningFlag))
                 : message.message.startsWith('console.error: ') &&
                   !/Service worker event waitUntil.*NetworkError/.test(message.message));
             Services.console.reset();
             return found.map(message => message.errorMessage ?? message.message)",
            &json!([]),
        );
        let lines = found.as_array().into_iter().flatten();
        lines
            .map(|line| line.as_str().unwrap_or_default().to_owned())
            .collect()
    }
}

struct Firefox {
    /// Ends the browser once its input is closed, which also happens when these tests are killed.
    _keeper: Child,
    stream: RefCell<BufReader<TcpStream>>,
    sent: Cell<u32>,
}

impl Firefox {
    fn start() -> Self {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let path = env::var("FIREFOX").unwrap_or_else(|_| "firefox".into());
        let nth = STARTED.fetch_add(1, Ordering::Relaxed);
        let profile =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("firefox-{}-{nth}", process::id()));
        fs::create_dir_all(&profile).expect("target/tmp/ can be written");
        // Any free port; and the browser's own scripts may listen for what `errors` asks.
        let preferences = "user_pref('marionette.port', 0);
            user_pref('security.allow_parent_unrestricted_js_loads', true);";
        fs::write(profile.join("user.js"), preferences).expect("target/tmp/ can be written");
        let keeper = process::Command::new("sh")
            .arg("-c")
            .arg("\"$@\" & cat; kill $!; wait $!; rm -rf \"$KEPT\"")
            .args(["sh", &path, "--headless", "--no-remote", "--marionette"])
            .args(["--remote-allow-system-access", "--profile"])
            .arg(&profile)
            .env("KEPT", &profile)
            .env("MOZ_HEADLESS_WIDTH", WINDOW.0.to_string())
            .env("MOZ_HEADLESS_HEIGHT", WINDOW.1.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{path} did not start ({error}); run `make test-e2e`"));
        let port = announced_port(&profile.join("MarionetteActivePort"))
            .unwrap_or_else(|| panic!("{path} did not name its port; run `make test-e2e`"));
        let stream = TcpStream::connect(("127.0.0.1", port))
            .and_then(|stream| stream.set_read_timeout(Some(PATIENCE)).map(|()| stream))
            .unwrap_or_else(|error| panic!("{path} does not listen: {error}"));
        let mut stream = BufReader::new(stream);
        read(&mut stream).unwrap_or_else(|error| panic!("{path} says nothing: {error}"));
        let firefox = Self {
            _keeper: keeper,
            stream: RefCell::new(stream),
            sent: Cell::new(0),
        };
        firefox.must("WebDriver:NewSession", &json!({ "capabilities": {} }));
        let (width, height) = WINDOW;
        firefox.must(
            "WebDriver:SetWindowRect",
            &json!({ "width": width, "height": height }),
        );
        // What pages print stays in their own process unless somebody passes it on.
        firefox.ask(
            "Services.ppmm.loadProcessScript('data:,' + encodeURIComponent(`
               Cc['@mozilla.org/consoleAPI-storage;1'].getService(Ci.nsIConsoleAPIStorage)
                 .addLogEventListener(({ wrappedJSObject: said }) => {
                   const { level, filename, arguments: words } = said;
                   if (level === 'error' && /^http:/.test(filename))
                     Services.console.logStringMessage('console.error: ' + [...words].join(' '));
                 }, Cc['@mozilla.org/systemprincipal;1'].createInstance(Ci.nsIPrincipal))`), true)",
            &json!([]),
        );
        firefox
    }

    /// Puts a new tab in the place of the one before, and forgets what was stored and said.
    fn begin(&self) {
        // A tab that closes breaks off what runs in its page, which that page may still report as an error when the
        // next one has begun. A page that is left is let finish.
        self.must("WebDriver:Navigate", &json!({ "url": "about:blank" }));
        let tab = self.must(
            "WebDriver:NewWindow",
            &json!({ "type": "tab", "focus": true }),
        );
        self.must("WebDriver:CloseWindow", &json!({}));
        self.must(
            "WebDriver:SwitchToWindow",
            &json!({ "handle": tab["handle"], "focus": true }),
        );
        self.in_its_own_scripts(|firefox| {
            firefox.await_script(
                "const [done] = arguments;
                 Services.clearData.deleteData(
                   Ci.nsIClearDataService.CLEAR_DOM_STORAGES, () => done(null));
                 Services.console.reset()",
            );
        });
    }

    /// Runs a script of the browser's own.
    fn ask(&self, script: &str, of: &Value) -> Value {
        let parameters = json!({ "script": script, "args": of });
        let mut found = Value::Null;
        self.in_its_own_scripts(|firefox| {
            found = firefox.must("WebDriver:ExecuteScript", &parameters);
        });
        found
    }

    fn in_its_own_scripts(&self, run: impl FnOnce(&Self)) {
        self.must("Marionette:SetContext", &json!({ "value": "chrome" }));
        run(self);
        self.must("Marionette:SetContext", &json!({ "value": "content" }));
    }

    /// Waits until an expression is true in the page: what its window does takes a moment to get there.
    fn wait_until(&self, expression: &str) {
        self.await_script(&format!(
            "const [done] = arguments;
             const look = () => {expression} ? done(null) : setTimeout(look, 10);
             look()"
        ));
    }

    fn await_script(&self, script: &str) {
        let parameters = json!({ "script": script, "args": [] });
        self.must("WebDriver:ExecuteAsyncScript", &parameters);
    }

    fn must(&self, name: &str, parameters: &Value) -> Value {
        self.send(name, parameters)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// One command and its answer: its value, or the error that it names.
    fn send(&self, name: &str, parameters: &Value) -> Result<Value, String> {
        let number = self.sent.get() + 1;
        self.sent.set(number);
        let message = json!([0, number, name, parameters]).to_string();
        let mut stream = self.stream.borrow_mut();
        let answer = write!(stream.get_mut(), "{}:{message}", message.len())
            .and_then(|()| read(&mut stream));
        let mut answer = answer.map_err(|error| format!("{name}: {error}"))?;
        let [_, answers, error, value] = mem::take(&mut answer)
            .as_array_mut()
            .and_then(|parts| <[Value; 4]>::try_from(mem::take(parts)).ok())
            .ok_or_else(|| format!("{name}: an answer has four parts"))?;
        if answers != number {
            return Err(format!("{name}: the answer is one to {answers}"));
        }
        if error.is_null() {
            // What is not an object on its own is wrapped into one.
            let wrapped = value.as_object().is_some_and(|it| it.contains_key("value"));
            return Ok(if wrapped {
                value["value"].clone()
            } else {
                value
            });
        }
        let said = |part: &str| error[part].as_str().unwrap_or_default().to_owned();
        Err(format!("{name}: {}: {}", said("error"), said("message")))
    }
}

/// The browser writes into its profile which port it has taken.
fn announced_port(file: &PathBuf) -> Option<u16> {
    const GLANCE: Duration = Duration::from_millis(20);
    for _ in 0..PATIENCE.as_millis() / GLANCE.as_millis() {
        if let Ok(text) = fs::read_to_string(file)
            && let Ok(port) = text.trim().parse()
        {
            return Some(port);
        }
        sleep(GLANCE);
    }
    None
}

/// One message: its length in bytes, a colon, and that much JSON.
fn read(stream: &mut BufReader<TcpStream>) -> std::io::Result<Value> {
    let mut length = Vec::new();
    stream.read_until(b':', &mut length)?;
    let length = String::from_utf8_lossy(&length);
    let length = length
        .trim_end_matches(':')
        .parse()
        .map_err(std::io::Error::other)?;
    let mut message = vec![0; length];
    stream.read_exact(&mut message)?;
    serde_json::from_slice(&message).map_err(std::io::Error::other)
}
