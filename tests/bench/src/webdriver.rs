//! As much of W3C WebDriver as it takes to start a program and ask its page one thing.
//!
//! Deliberately absent: elements, waiting, TLS, kept connections. The driver listens on loopback and ends with this.

use crate::Outcome;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);
const LONGEST_ANSWER: u64 = 1 << 20;

/// A running driver. Ended when dropped.
pub struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    /// Starts `WebKitWebDriver` and waits until it listens.
    pub fn start(home: &Path) -> Outcome<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = Command::new("WebKitWebDriver");
        command
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .env("HOME", home)
            .env_remove("WAYLAND_DISPLAY");
        command.envs([
            ("TAURI_AUTOMATION", "true"),
            ("TAURI_WEBVIEW_AUTOMATION", "true"),
            ("GDK_BACKEND", "x11"),
        ]);
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let driver = Self { child, port };
        until("the driver", || driver.send("GET", "/status", None).ok().map(Ok))?;
        Ok(driver)
    }

    /// Starts a program; gives the path of its session.
    pub fn open(&self, program: &str) -> Outcome<String> {
        let wish = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": { "binary": program } } } });
        let answer = self.send("POST", "/session", Some(&wish))?;
        let id = answer["sessionId"].as_str().ok_or("the driver started no session")?;
        Ok(format!("/session/{id}"))
    }

    /// What a script's `return` gives in the page.
    pub fn ask(&self, session: &str, script: &str) -> Outcome<Value> {
        self.send(
            "POST",
            &format!("{session}/execute/sync"),
            Some(&json!({ "script": script, "args": [] })),
        )
    }

    /// Ends the program.
    pub fn close(&self, session: &str) -> Outcome<()> {
        self.send("DELETE", session, None).map(|_| ())
    }

    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Outcome<Value> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n",
            self.port
        )?;
        write!(
            stream,
            "Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )?;
        let answer = read_answer(stream)?;
        let mut answer: Value = serde_json::from_str(&answer)?;
        match answer["value"]["error"].as_str() {
            Some(error) => Err(format!("the driver says: {error}").into()),
            None => Ok(answer["value"].take()),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The body of an answer, by the length that its head tells.
fn read_answer(mut stream: impl Read) -> Outcome<String> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let told = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length:")?
                    .trim()
                    .parse()
                    .ok()
            });
            if body.len() as u64 >= told.unwrap_or(LONGEST_ANSWER).min(LONGEST_ANSWER) {
                return Ok(body.to_owned());
            }
        }
        match stream.read(&mut piece)? {
            0 => return Err("the driver's answer is cut off".into()),
            n => bytes.extend_from_slice(&piece[..n]),
        }
    }
}

/// Looks until there is something, for a bounded time.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<Outcome<T>>) -> Outcome<T> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(found) = look() {
            return found;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Err(format!("waited in vain for {what}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_its_head_says() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull".as_slice();
        assert_eq!(read_answer(answer).expect("whole"), "null");
        assert!(read_answer(&answer[..answer.len() - 1]).is_err(), "one byte is missing");
    }
}
