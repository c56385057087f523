//! A static host as plain as they come: serves a folder of files, and only under a path that no one
//! told the page about, so that a page that is not relocatable cannot load.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const FOLDER: &str = "/any/folder/";

/// What a site answers to a name: the kind of the file and its content; none if it is not there.
type Answers = Box<dyn Fn(&Path) -> Option<(&'static str, Vec<u8>)> + Send + Sync>;

/// A running server. Dropping it stops it.
pub struct Site {
    port: u16,
    stopped: Arc<AtomicBool>,
    acceptor: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves the files of `folder` on a free port.
    pub fn start(folder: &Path) -> Self {
        Self::start_without(folder, "nothing")
    }

    /// The same, but files with this extension are missing, as after an incomplete upload.
    pub fn start_without(folder: &Path, missing: &'static str) -> Self {
        Self::start_changed(folder, move |name, content| {
            let is_there = name.extension().is_none_or(|found| found != missing);
            is_there.then_some(content)
        })
    }

    /// The same, but of each file what `change` makes of it; none if it is missing.
    pub fn start_changed(
        folder: &Path,
        change: impl Fn(&Path, Vec<u8>) -> Option<Vec<u8>> + Send + Sync + 'static,
    ) -> Self {
        let folder = folder.to_owned();
        Self::answering(
            Box::new(move |name| {
                let content = fs::read(folder.join(name)).ok()?;
                Some((media_type(name), change(name, content)?))
            }),
            "",
        )
    }

    /// The same, with a header of its own, which ends with a line break.
    pub fn start_with_header(folder: &Path, header: &'static str) -> Self {
        let folder = folder.to_owned();
        Self::answering(
            Box::new(move |name| Some((media_type(name), fs::read(folder.join(name)).ok()?))),
            header,
        )
    }

    /// Serves one page, whatever is asked for.
    pub fn start_page(html: String) -> Self {
        Self::answering(
            Box::new(move |_| Some(("text/html; charset=utf-8", html.clone().into_bytes()))),
            "",
        )
    }

    fn answering(answers: Answers, header: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener
            .local_addr()
            .expect("a bound listener has an address")
            .port();
        let stopped = Arc::new(AtomicBool::new(false));
        let (answers, stop) = (Arc::new(answers), Arc::clone(&stopped));
        let acceptor = thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let answers = Arc::clone(&answers);
                // A browser opens connections ahead of need; one that stays silent must not block others.
                thread::spawn(move || {
                    // The browser may close a connection at any time; that is no failure of a test.
                    let _ = answer(stream, &answers, header);
                });
            }
        });
        Self {
            port,
            stopped,
            acceptor: Some(acceptor),
        }
    }

    /// Is not there any more, as when there is no network: nobody answers.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        // The acceptor looks at the flag when someone comes.
        while TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}{FOLDER}", self.port)
    }

    /// The same page, as a site of another name serves it.
    pub fn url_elsewhere(&self) -> String {
        format!("http://localhost:{}{FOLDER}", self.port)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop();
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

fn answer(mut stream: TcpStream, answers: &Answers, header: &str) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let asked = request.split(' ').nth(1).unwrap_or_default();
    let found = file_for(asked).and_then(|name| answers(&name));
    let (status, (kind, body)) = match found {
        Some(found) => ("200 OK", found),
        None => ("404 Not Found", ("text/plain", b"not here".to_vec())),
    };
    // As hosts of static pages do: a frame that is shut off from its own site may load it too.
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Access-Control-Allow-Origin: *\r\n{header}Connection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

/// The file that a request names: one of the folder itself, never one above it.
fn file_for(asked: &str) -> Option<PathBuf> {
    let name = asked.split(['?', '#']).next()?.strip_prefix(FOLDER)?;
    let name = if name.is_empty() { "index.html" } else { name };
    (!name.contains("..")).then(|| PathBuf::from(name))
}

fn media_type(name: &Path) -> &'static str {
    match name.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        // Browsers compile WebAssembly while it loads only if it is called by its name.
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[test]
fn only_files_below_the_folder_are_served() {
    assert_eq!(file_for("/any/folder/"), Some("index.html".into()));
    assert_eq!(file_for("/any/folder/a.js?v=1"), Some("a.js".into()));
    assert_eq!(file_for("/a.js"), None);
    assert_eq!(file_for("/any/folder/../a.js"), None);
}
