//! The program says in one line why it does not start.

use crate::server::{PROGRAM, SHOP_KEY, TOKEN_SECRET, WEBHOOK_SECRET};
use std::path::Path;
use std::process::{Command, Output};

fn start(folder: &Path, program: &str, change: impl FnOnce(&mut Command)) -> (bool, String) {
    let file = folder.join("program.toml");
    std::fs::write(&file, program).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_stempel-server"));
    command
        .env_clear()
        .env("STEMPEL_TOKEN_SECRET", TOKEN_SECRET)
        .env("STEMPEL_WEBHOOK_SECRET", WEBHOOK_SECRET)
        .env("STEMPEL_SHOP_KEY", SHOP_KEY)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .arg("--program")
        .arg(&file)
        .arg("--data")
        .arg(folder.join("data"));
    change(&mut command);
    let Output { status, stderr, .. } = command.output().unwrap();
    (status.success(), String::from_utf8(stderr).unwrap())
}

#[track_caller]
fn refuses(program: &str, change: impl FnOnce(&mut Command), words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let (started, said) = start(folder.path(), program, change);
    assert!(!started, "{said}");
    for word in words {
        assert!(said.contains(word), "`{word}` is missing: {said}");
    }
    for secret in [TOKEN_SECRET, WEBHOOK_SECRET, SHOP_KEY] {
        assert!(!said.contains(secret), "a secret is shown: {said}");
    }
}

#[test]
fn a2_a_wrong_program_file_is_named_with_line_and_field() {
    let wrong = PROGRAM.replacen("cost = 50", "cost = \"fifty\"", 1);
    let line = wrong.lines().position(|it| it.contains("fifty")).unwrap() + 1;
    refuses(&wrong, |_| {}, &["program.toml", &format!("line {line}"), "cost"]);
    let gone = |command: &mut Command| {
        command.args(["--program", "/nowhere/else.toml"]);
    };
    refuses(PROGRAM, gone, &["/nowhere/else.toml"]);
}

#[test]
fn short_or_missing_secrets_are_refused() {
    refuses(
        PROGRAM,
        |c| {
            c.env_remove("STEMPEL_TOKEN_SECRET");
        },
        &["STEMPEL_TOKEN_SECRET: is not set"],
    );
    refuses(
        PROGRAM,
        |c| {
            c.env("STEMPEL_TOKEN_SECRET", "short");
        },
        &["STEMPEL_TOKEN_SECRET", "32"],
    );
    refuses(
        PROGRAM,
        |c| {
            c.env("STEMPEL_SHOP_KEY", "short");
        },
        &["STEMPEL_SHOP_KEY", "32"],
    );
    refuses(
        PROGRAM,
        |c| {
            c.env("STEMPEL_WEBHOOK_SECRET", "secret");
        },
        &["STEMPEL_WEBHOOK_SECRET", "whsec_"],
    );
    refuses(
        PROGRAM,
        |c| {
            c.env("STEMPEL_WEBHOOK_SECRET", "whsec_AAAA");
        },
        &["STEMPEL_WEBHOOK_SECRET", "24"],
    );
}

#[test]
fn origins_are_exact() {
    for wrong in
        ["*", "null", "shop.example", "https://shop.example/", "https://*.example", "ftp://a"]
    {
        refuses(
            PROGRAM,
            |c| {
                c.env("STEMPEL_ORIGINS", wrong);
            },
            &["STEMPEL_ORIGINS", wrong],
        );
    }
}

#[test]
fn an_unwritable_folder_and_a_busy_port_are_said() {
    refuses(
        PROGRAM,
        |c| {
            c.args(["--assets", "/nowhere"]);
        },
        &["--assets", "/nowhere"],
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data"), "a file in the way").unwrap();
    let (started, said) = start(folder.path(), PROGRAM, |_| {});
    assert!(!started && said.contains("--data"), "{said}");

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.toml");
    std::fs::write(&file, PROGRAM).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_stempel-server"))
        .env("STEMPEL_TOKEN_SECRET", TOKEN_SECRET)
        .env("STEMPEL_WEBHOOK_SECRET", WEBHOOK_SECRET)
        .env("STEMPEL_SHOP_KEY", SHOP_KEY)
        .args(["serve", "--listen", &address, "--program"])
        .arg(&file)
        .arg("--data")
        .arg(folder.path().join("data"))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        !output.status.success() && said.contains("in use") && said.contains(&address),
        "{said}"
    );
}

/// A running program, killed when dropped.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
#[test]
fn a3_nothing_secret_or_personal_is_logged_and_sigterm_stops_it_cleanly() {
    use std::io::{BufRead, BufReader, Read};
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.toml");
    std::fs::write(&file, PROGRAM).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_stempel-server"));
    command
        .env("STEMPEL_TOKEN_SECRET", TOKEN_SECRET)
        .env("STEMPEL_WEBHOOK_SECRET", WEBHOOK_SECRET)
        .env("STEMPEL_SHOP_KEY", SHOP_KEY)
        .args(["serve", "--log", "trace", "--log-json", "--listen", "127.0.0.1:0", "--program"])
        .arg(&file)
        .arg("--data")
        .arg(folder.path().join("data"))
        .stderr(std::process::Stdio::piped());
    let mut running = Running(command.spawn().unwrap());
    let mut log = BufReader::new(running.0.stderr.take().unwrap());
    let mut said = String::new();
    log.read_line(&mut said).unwrap();
    let serving: serde_json::Value = serde_json::from_str(&said).unwrap();
    let root = format!("http://{}", serving["fields"]["address"].as_str().unwrap());

    let server = crate::server::Server::at(&root);
    let token = server.token_with(&serde_json::json!({ "sub": "c-secret-7f3a", "name": "Żaneta" }));
    let headers = [("authorization", token.as_str())];
    let body = serde_json::json!({
        "consents": [{ "id": "terms", "version": "2" }], "nickname": "Nickname-9",
    });
    server.post("member", &headers, &body).ok();
    let redeemed = server.redeem_now("c-secret-7f3a", "the-key-1", "delivery", 20).ok();
    let code = redeemed["redemption"]["code"].as_str().unwrap();
    server.use_code(code, "order-4711").ok();
    server.paid("order-4712", "c-secret-7f3a", "gear", 100).ok();
    server.send("GET", "member", &[("authorization", "Bearer wrong-token")], None);

    let pid = running.0.id().to_string();
    assert!(Command::new("kill").arg(&pid).status().unwrap().success());
    log.read_to_string(&mut said).unwrap();
    assert!(running.0.wait().unwrap().success(), "{said}");
    assert!(said.contains("\"stopped\"") && said.contains("/v1/{program}/redemptions/{name}/use"));
    let token = token.trim_start_matches("Bearer ");
    for secret in [
        token,
        TOKEN_SECRET,
        WEBHOOK_SECRET,
        SHOP_KEY,
        "c-secret",
        "Żaneta",
        "Nickname-9",
        code,
        "the-key-1",
        "order-471",
        "wrong-token",
    ] {
        assert!(!said.contains(secret), "`{secret}` is in the log");
    }
}
