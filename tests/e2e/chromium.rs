//! Chromium under `ChromeDriver`: commands as JSON over HTTP.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{self, Child, Stdio};

use serde_json::{Value, json};

use crate::driver::{Command, Driver, PATIENCE};
use crate::screen::{Theme, Viewport};

/// A browser, and the `ChromeDriver` process that steers it. Dropping it ends both.
pub struct Chromium {
    driver: Child,
    port: u16,
    id: String,
}

/// How often a ChromeDriver is started that finds no port.
const ATTEMPTS: usize = 3;

impl Chromium {
    /// Starts ChromeDriver on a free port and a headless browser under it.
    pub fn start() -> Self {
        let (driver, port) = (0..ATTEMPTS)
            .find_map(|_| listening())
            .expect("ChromeDriver names its port before it ends");
        let mut session = Self {
            driver,
            port,
            id: String::new(),
        };
        let answer = exchange(port, "POST", "/session", &capabilities())
            .unwrap_or_else(|error| panic!("the browser did not start: {error}"));
        answer["sessionId"]
            .as_str()
            .expect("a session has an id")
            .clone_into(&mut session.id);
        session
    }

    /// Sends a command of the Chrome DevTools protocol, for what WebDriver has no word for.
    fn devtools(&self, command: &str, parameters: &Value) {
        let parameters = json!({ "cmd": command, "params": parameters });
        self.send("POST", "goog/cdp/execute", &parameters)
            .unwrap_or_else(|error| panic!("{error}"));
    }

    /// `path` follows the session's own.
    fn send(&self, method: &str, path: &str, parameters: &Value) -> Result<Value, String> {
        let path = format!("/session/{}/{path}", self.id);
        exchange(self.port, method, &path, parameters)
    }
}

impl Driver for Chromium {
    fn command(&self, command: Command, parameters: &Value) -> Result<Value, String> {
        let path = match command {
            Command::Navigate => "url",
            Command::Execute => "execute/sync",
            Command::ExecuteAsync => "execute/async",
            Command::Find => "element",
            Command::Click => {
                let id = parameters["id"].as_str().unwrap_or_default();
                return self.send("POST", &format!("element/{id}/click"), &json!({}));
            }
            Command::Act => "actions",
            Command::Screenshot => return self.send("GET", "screenshot", &Value::Null),
            Command::Frame => "frame",
        };
        self.send("POST", path, parameters)
    }

    fn resize(&self, viewport: Viewport) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": viewport.width, "height": viewport.height,
                     "deviceScaleFactor": viewport.scale, "mobile": viewport.mobile }),
        );
        self.devtools(
            "Emulation.setTouchEmulationEnabled",
            &json!({ "enabled": viewport.mobile }),
        );
    }

    fn prefer(&self, theme: Theme, reduced_motion: bool) {
        let motion = if reduced_motion {
            "reduce"
        } else {
            "no-preference"
        };
        self.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [
                { "name": "prefers-color-scheme", "value": theme.name() },
                { "name": "prefers-reduced-motion", "value": motion },
            ] }),
        );
    }

    fn errors(&self) -> Vec<String> {
        let log = self
            .send("POST", "se/log", &json!({ "type": "browser" }))
            .unwrap_or_else(|error| panic!("{error}"));
        let entries = log.as_array().into_iter().flatten();
        entries
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The browser is ChromeDriver's child and outlives a killed parent, so it is closed first.
        if !self.id.is_empty() {
            let _ = exchange(
                self.port,
                "DELETE",
                &format!("/session/{}", self.id),
                &Value::Null,
            );
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn capabilities() -> Value {
    let mut flags = vec![
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--force-color-profile=srgb",
    ];
    if runs_as_root() {
        // The browser's sandbox refuses to work for root, which is who runs in most containers.
        flags.push("--no-sandbox");
    }
    let mut options = json!({ "args": flags });
    if let Ok(path) = env::var("CHROME") {
        options["binary"] = path.into();
    }
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
    } } })
}

fn runs_as_root() -> bool {
    process::Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

/// A ChromeDriver and its port. It picks a free one itself and says which, so two tests never meet on one; but it takes
/// the same one of both families of addresses, and ends where that is not free in the other.
fn listening() -> Option<(Child, u16)> {
    let path = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
    let mut driver = process::Command::new(&path)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{path} did not start ({error}); run `make test-e2e`"));
    let stdout = driver.stdout.take().expect("stdout is piped");
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        if let Some((_, rest)) = line.split_once("started successfully on port ") {
            let port = rest.trim_end_matches('.');
            return Some((driver, port.parse().expect("a port is a number")));
        }
    }
    let _ = driver.wait();
    None
}

/// One request and its answer: the `value` of the answer, or the error that it names.
fn exchange(port: u16, method: &str, path: &str, parameters: &Value) -> Result<Value, String> {
    let body = if parameters.is_null() {
        String::new()
    } else {
        parameters.to_string()
    };
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer =
        send(port, request.as_bytes()).map_err(|error| format!("{method} {path}: {error}"))?;
    let value = serde_json::from_slice::<Value>(&answer)
        .map_err(|error| format!("{method} {path}: no JSON in the answer: {error}"))?["value"]
        .take();
    match value["error"].as_str() {
        Some(error) => Err(format!(
            "{method} {path}: {error}: {}",
            first_line(&value["message"])
        )),
        None => Ok(value),
    }
}

fn send(port: u16, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request)?;
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}

fn first_line(message: &Value) -> &str {
    message
        .as_str()
        .and_then(|text| text.lines().next())
        .unwrap_or_default()
}
