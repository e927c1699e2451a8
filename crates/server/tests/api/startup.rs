//! The program says in one line why it does not start.

use crate::process::Running;
use crate::server::{
    ADMIN_KEY, PROGRAM, SHOP_KEY, TEST_TOKEN_SECRET, TOKEN_SECRET, WEBHOOK_SECRET,
};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::process::{Command, Output};
use stempel_server::store::Place;

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
    for secret in [TOKEN_SECRET, TEST_TOKEN_SECRET, WEBHOOK_SECRET, SHOP_KEY, ADMIN_KEY] {
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
fn d12_a_test_key_is_never_a_live_one_too() {
    for (name, value) in [
        ("STEMPEL_TEST_TOKEN_SECRET", TOKEN_SECRET),
        ("STEMPEL_TEST_WEBHOOK_SECRET", WEBHOOK_SECRET),
        ("STEMPEL_TEST_SHOP_KEY", SHOP_KEY),
    ] {
        let same = |c: &mut Command| {
            c.env(name, value);
        };
        refuses(PROGRAM, same, &[name, "is also a live one"]);
    }
    for (test, live) in [("SHOP", "SHOP"), ("SHOP", "ADMIN"), ("ADMIN", "SHOP"), ("ADMIN", "ADMIN")]
    {
        let (name, of) = (format!("STEMPEL_TEST_{test}_KEY"), format!("STEMPEL_{live}_KEY"));
        let same = |c: &mut Command| {
            c.env("STEMPEL_ADMIN_KEY", ADMIN_KEY);
            c.env(&name, if live == "SHOP" { SHOP_KEY } else { ADMIN_KEY });
        };
        refuses(PROGRAM, same, &[&format!("{name}: is also a live one ({of})")]);
    }
    let unsafe_keys = |c: &mut Command| {
        c.env("STEMPEL_TOKEN_KEYS", "http://user:password@shop.example/keys.json?of=query");
    };
    refuses(PROGRAM, unsafe_keys, &["STEMPEL_TOKEN_KEYS", "`shop.example/keys.json`", "https"]);
    let no_network = |c: &mut Command| {
        c.env("STEMPEL_TRUSTED_PROXIES", "10.0.0.0/8,everybody");
    };
    refuses(PROGRAM, no_network, &["STEMPEL_TRUSTED_PROXIES", "everybody"]);
}

#[test]
fn a_key_that_goes_with_each_call_is_never_a_secret_that_signs() {
    let hash = |text: &str| {
        let digits = Sha256::digest(text).iter().map(|it| format!("{it:02x}")).collect::<String>();
        format!("sha256:{digits}")
    };
    let coded = "whsec_MzIgYnl0ZXMsIHdoaWNoIGJhc2U2NCB3cml0ZXMgYXM=";
    for (secret, value, key, same) in [
        ("STEMPEL_TOKEN_SECRET", TOKEN_SECRET, "STEMPEL_SHOP_KEY", TOKEN_SECRET),
        ("STEMPEL_TOKEN_SECRET", TOKEN_SECRET, "STEMPEL_ADMIN_KEY", TOKEN_SECRET),
        ("STEMPEL_TOKEN_SECRET", TOKEN_SECRET, "STEMPEL_TEST_SHOP_KEY", TOKEN_SECRET),
        ("STEMPEL_TEST_TOKEN_SECRET", TEST_TOKEN_SECRET, "STEMPEL_ADMIN_KEY", TEST_TOKEN_SECRET),
        ("STEMPEL_TOKEN_SECRET", TOKEN_SECRET, "STEMPEL_SHOP_KEY", &hash(TOKEN_SECRET)),
        ("STEMPEL_WEBHOOK_SECRET", WEBHOOK_SECRET, "STEMPEL_SHOP_KEY", WEBHOOK_SECRET),
        ("STEMPEL_WEBHOOK_SECRET", coded, "STEMPEL_ADMIN_KEY", &coded["whsec_".len()..]),
    ] {
        let both = |c: &mut Command| {
            c.env(secret, value).env(key, same);
        };
        refuses(PROGRAM, both, &[&format!("{key}: is also a secret that signs ({secret})")]);
    }
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

fn run(arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stempel-server"));
    let output = command.env_remove("DATABASE_URL").args(arguments).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn a2_check_names_every_mistake_of_every_file() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let good = write("good.toml", PROGRAM);
    let (passed, said) = run(&["check", &good]);
    assert!(passed && said.contains("program `club`"), "{said}");
    let wrong = PROGRAM.replacen("cost = 50", "cost = \"fifty\"", 1);
    let wrong = write("wrong.toml", &wrong.replacen("stock = 1", "stok = 1", 1));
    let half = write("half.toml", &PROGRAM[..PROGRAM.len() / 2]);
    let (passed, said) = run(&["check", &wrong, &half, &good, "/nowhere.toml"]);
    assert!(!passed);
    for word in ["wrong.toml", "cost", "stok", "half.toml", "/nowhere.toml", "line "] {
        assert!(said.contains(word), "`{word}` is missing: {said}");
    }
}

#[test]
fn b2_verify_passes_a_whole_database_and_fails_on_another() {
    let server = crate::server::Server::start();
    server.join("anna");
    let Place::Folder(folder) = &server.data.place else { unreachable!() };
    let data = folder.display().to_string();
    let (passed, said) = run(&["verify", "--data", &data]);
    assert!(passed && said.contains("1 members, 1 transactions"), "{said}");
    server.data.run("UPDATE accounts SET available = 7").unwrap();
    let (passed, said) = run(&["verify", "--data", &data]);
    assert!(!passed && said.contains("available") && said.contains("club/"), "{said}");
    let nothing = folder.join("nothing").display().to_string();
    let (passed, said) = run(&["verify", "--data", &nothing]);
    assert!(!passed && said.contains("no database"), "{said}");
    assert!(!folder.join("nothing").exists(), "nothing is made by looking");
}

#[cfg(unix)]
#[test]
fn a3_nothing_secret_or_personal_is_logged_and_sigterm_stops_it_cleanly() {
    let data = crate::database::Data::new();
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(folder.path(), &data.place, |command| {
        command.args(["--log", "trace"]);
        // Nobody answers there.
        let keys = "http://keys-user:keys-password@127.0.0.1:1/keys.json?of=keys-query";
        command.env("STEMPEL_TOKEN_KEYS", keys);
    });
    let server = crate::server::Server::at(&running.root);
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
    let other = jsonwebtoken::EncodingKey::from_secret(b"a secret that nobody has told the server");
    let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
    let unknown = server.token_by(&header, &other, &serde_json::json!({}));
    server.send("GET", "member", &[("authorization", &unknown)], None);

    let pid = running.child.id().to_string();
    assert!(Command::new("kill").arg(&pid).status().unwrap().success());
    let (success, said) = running.ended();
    assert!(success, "{said}");
    assert!(said.contains("\"stopped\"") && said.contains("/v1/{program}/redemptions/{name}/use"));
    assert_eq!(said.matches("127.0.0.1:1/keys.json").count(), 2, "{said}");
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
        "keys-user",
        "keys-password",
        "keys-query",
    ] {
        assert!(!said.contains(secret), "`{secret}` is in the log");
    }
}

#[test]
fn the_help_of_serve_names_every_secret() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stempel-server"));
    let said =
        String::from_utf8(command.args(["serve", "--help"]).output().unwrap().stdout).unwrap();
    for name in
        ["TOKEN_SECRET", "TOKEN_KEYS", "WEBHOOK_SECRET", "SHOP_KEY", "ADMIN_KEY", "TEST_..."]
    {
        assert!(said.contains(&format!("\n  STEMPEL_{name} ")), "{name}: {said}");
    }
}

#[test]
fn a3_a_log_that_cannot_be_written_keeps_no_answer_back_and_ends_nothing() {
    let data = crate::database::Data::new();
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::unheard(folder.path(), &data.place);
    let server = crate::server::Server::at(&running.root);
    server.join("anna");
    // Each refusal is a line of the log, and so is the change of the program.
    server.send("GET", "member", &[], None).problem(401, "unauthenticated");
    server.send("GET", "/nowhere", &[], None).problem(404, "not_found");
    let dearer = PROGRAM.replacen("cost = 50", "cost = 60", 1);
    std::fs::write(folder.path().join("program.toml"), dearer).unwrap();
    crate::reload::comes_to(&server, 60);
    server.paid("o-1", "anna", "gear", 100).ok();
    assert!(running.child.try_wait().unwrap().is_none(), "it ended");
}
