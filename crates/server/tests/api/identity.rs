//! Keys of every kind that the contract allows, and every way in which a token can be wrong.

use crate::server::{Reply, SHOP_KEY, Server, TOKEN_SECRET};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use stempel_server::auth::{KeySetAddress, ShopKey};

// Keys drawn for these tests (PKCS#8, DER, base64) and their public halves.
const EC_ONE: &str = include_str!("keys/ec_one.txt");
const EC_TWO: &str = include_str!("keys/ec_two.txt");
const ED_ONE: &str = include_str!("keys/ed_one.txt");

/// A key pair: what signs, and its public half as a JWK.
struct Pair {
    algorithm: Algorithm,
    signs: EncodingKey,
    public: Value,
}

impl Pair {
    /// From a file of lines: the private key, then `x` and perhaps `y`.
    fn read(kid: &str, text: &str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let der = base64(lines[0]);
        match lines[1..] {
            [x, y] => Self {
                algorithm: Algorithm::ES256,
                signs: EncodingKey::from_ec_der(&der),
                public: json!({ "kty": "EC", "crv": "P-256", "kid": kid, "x": x, "y": y }),
            },
            _ => Self {
                algorithm: Algorithm::EdDSA,
                signs: EncodingKey::from_ed_der(&der),
                public: json!({ "kty": "OKP", "crv": "Ed25519", "kid": kid, "x": lines[1] }),
            },
        }
    }

    fn token(&self, server: &Server, kid: Option<&str>) -> String {
        let header = Header { kid: kid.map(Into::into), ..Header::new(self.algorithm) };
        server.token_by(&header, &self.signs, &json!({ "sub": "anna" }))
    }
}

fn base64(text: &str) -> Vec<u8> {
    let sextet = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let signs: Vec<u32> =
        text.bytes().filter(|c| *c != b'=').map(|c| u32::from(sextet(c))).collect();
    let bytes = signs.chunks(4).flat_map(|chunk| {
        let bits = chunk.iter().fold(0, |bits, it| bits << 6 | it) << (6 * (4 - chunk.len()));
        bits.to_be_bytes()[1..chunk.len()].to_vec()
    });
    bytes.collect()
}

fn get(server: &Server, token: &str) -> Reply {
    server.send("GET", "member", &[("authorization", token)], None)
}

/// The refusal's words.
fn why(server: &Server, token: &str) -> String {
    let problem = get(server, token).problem(401, "unauthenticated");
    problem["detail"].as_str().unwrap().to_owned()
}

fn write(path: &Path, keys: &[&Pair]) {
    let keys: Vec<&Value> = keys.iter().map(|it| &it.public).collect();
    std::fs::write(path, json!({ "keys": keys }).to_string()).unwrap();
}

#[test]
fn d12_tokens_of_es256_and_eddsa_verify_by_a_set_of_keys() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    let (one, two, ed) =
        (Pair::read("one", EC_ONE), Pair::read("two", EC_TWO), Pair::read("ed", ED_ONE));
    write(&file, &[&one, &ed]);
    let server = Server::with(|config| {
        config.secrets.live.token.clear();
        config.secrets.live.token_keys = Some(KeySetAddress::File(file));
    });
    for pair in [&one, &ed] {
        get(&server, &pair.token(&server, None)).ok();
    }
    get(&server, &one.token(&server, Some("one"))).ok();
    get(&server, &ed.token(&server, Some("ed"))).ok();
    assert!(why(&server, &one.token(&server, Some("other"))).contains("kid"));
    assert!(why(&server, &two.token(&server, None)).contains("does not verify"));
    assert!(why(&server, &two.token(&server, Some("one"))).contains("does not verify"));
    assert!(why(&server, &server.token("anna")).contains("does not verify"), "a test key's HS256");
}

#[test]
fn d12_a_public_key_is_no_secret_to_sign_with() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    let one = Pair::read("one", EC_ONE);
    write(&file, &[&one]);
    let text = std::fs::read_to_string(&file).unwrap();
    let server = Server::with(|config| {
        config.secrets.live.token_keys = Some(KeySetAddress::File(file.clone()));
    });
    // Everything public that a forger might take for the secret of HS256.
    let x = one.public["x"].as_str().unwrap();
    let y = one.public["y"].as_str().unwrap();
    let raw = [&[4][..], &base64url(x), &base64url(y)].concat();
    for secret in [x.as_bytes(), y.as_bytes(), text.as_bytes(), &raw, &base64url(x), b""] {
        for kid in [None, Some("one".to_owned())] {
            let header = Header { kid, ..Header::new(Algorithm::HS256) };
            let key = EncodingKey::from_secret(secret);
            let token = server.token_by(&header, &key, &json!({ "sub": "anna" }));
            assert!(why(&server, &token).contains("does not verify"));
        }
    }
    get(&server, &server.token("anna")).ok();
}

fn base64url(text: &str) -> Vec<u8> {
    base64(&text.replace('-', "+").replace('_', "/"))
}

#[test]
fn d12_each_way_a_token_is_wrong_has_its_own_words() {
    let server = Server::start();
    let now = server.now().timestamp();
    for (claims, words) in [
        (json!({ "aud": "another" }), "for another program"),
        (json!({ "aud": null }), "no claim aud"),
        (json!({ "sub": null }), "no claim sub"),
        (json!({ "sub": " " }), "names no customer"),
        (json!({ "iat": null }), "no claim iat"),
        (json!({ "exp": null }), "no claim exp"),
        (json!({ "exp": "soon" }), "cannot be read"),
        (json!({ "exp": now - 1, "iat": now }), "exp lies before its iat"),
        (json!({ "exp": now + 901, "iat": now }), "longer than 15 minutes"),
        (json!({ "exp": now + 200, "iat": now + 100 }), "made in the future"),
        (json!({ "nbf": now + 100 }), "not valid yet"),
    ] {
        let said = why(&server, &server.token_with(&claims));
        assert!(said.contains(words), "{claims}: {said}");
    }
    let within_leeway = json!({ "exp": now + 300, "iat": now + 20, "nbf": now + 20 });
    get(&server, &server.token_with(&within_leeway)).ok();

    let key = EncodingKey::from_secret(TOKEN_SECRET.as_bytes());
    let claims = json!({ "sub": "anna" });
    let other = server.token_by(&Header::new(Algorithm::HS512), &key, &claims);
    assert!(why(&server, &other).contains("not signed with HS256, ES256 or EdDSA"));
    let critical = Header { crit: Some(vec!["b64".into()]), ..Header::new(Algorithm::HS256) };
    let said = why(&server, &server.token_by(&critical, &key, &claims));
    assert!(said.contains("has crit"), "{said}");
    let payload = server.token("anna").split('.').nth(1).unwrap().to_owned();
    // {"alg":"none"}, with and without a signature.
    for signature in ["", "AAAA"] {
        let none = format!("Bearer eyJhbGciOiJub25lIn0.{payload}.{signature}");
        assert!(why(&server, &none).contains("not signed with HS256, ES256 or EdDSA"));
    }
    assert!(why(&server, "Bearer abc").contains("not a JWT"));
    let ec = Pair::read("one", EC_ONE).token(&server, None);
    assert!(why(&server, &ec).contains("no key here is used with ES256"));
}

/// A shop that publishes its keys, counts how often it is asked, and says where it is.
fn publish(text: String) -> (String, Arc<AtomicUsize>) {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/keys.json", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            count.fetch_add(1, Ordering::SeqCst);
            let length = text.len();
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close");
            let _ = write!(stream, "{head}\r\n\r\n{text}");
        }
    });
    (url, asked)
}

#[test]
fn d12_keys_at_an_address_are_kept_and_nobody_makes_us_ask_again_and_again() {
    let one = Pair::read("one", EC_ONE);
    let (url, asked) = publish(json!({ "keys": [one.public] }).to_string());
    let server = Server::with(|config| {
        config.secrets.live.token_keys = Some(KeySetAddress::Url(url));
    });
    get(&server, &one.token(&server, Some("one"))).ok();
    for kid in 0..20 {
        get(&server, &one.token(&server, Some(&format!("unknown-{kid}"))))
            .problem(401, "unauthenticated");
    }
    get(&server, &one.token(&server, Some("one"))).ok();
    assert_eq!(asked.load(Ordering::SeqCst), 1, "asked at the start alone");
}

#[test]
fn d12_shop_keys_rotate_and_may_be_given_as_hashes() {
    let other = "the next key of the shop's server: 32 bytes";
    let hash = Sha256::digest(other.as_bytes());
    let hash: String = hash.iter().map(|it| format!("{it:02x}")).collect();
    let server = Server::with(|config| {
        config.secrets.live.shop.push(ShopKey::parse(&format!("sha256:{hash}")).unwrap());
    });
    let ask = |key: &str| {
        let key = format!("Bearer {key}");
        server.send("GET", "redemptions/NONE", &[("authorization", &key)], None)
    };
    for good in [SHOP_KEY, other] {
        ask(good).problem(404, "not_found");
    }
    for wrong in ["", "another", &hash, &format!("sha256:{hash}"), &SHOP_KEY[1..]] {
        ask(wrong).problem(401, "unauthenticated");
    }
    assert!(ShopKey::parse("sha256:abc").is_err());
    assert!(ShopKey::parse("short").is_err());
}

#[test]
fn d12_a_key_of_the_live_set_is_refused_in_the_test_set_whatever_it_is_called() {
    let folder = tempfile::tempdir().unwrap();
    let [live, test] = ["live.json", "test.json"].map(|it| folder.path().join(it));
    let (one, other) = (Pair::read("one", EC_ONE), Pair::read("one", ED_ONE));
    let start = |secrets: &mut stempel_server::config::Secrets| {
        secrets.live.token_keys = Some(KeySetAddress::File(live.clone()));
        secrets.test.token_keys = Some(KeySetAddress::File(test.clone()));
        stempel_server::auth::Auth::new(secrets).err().map(|it| it.to_string())
    };
    write(&live, &[&one]);
    write(&test, &[&other]);
    assert_eq!(start(&mut Default::default()), None);
    write(&test, &[&other, &Pair::read("another name", EC_ONE)]);
    let said = start(&mut Default::default()).unwrap();
    assert!(said.contains("STEMPEL_TEST_TOKEN_KEYS") && said.contains("also a live one"), "{said}");
}

#[test]
fn d12_a_set_of_keys_that_cannot_be_used_is_refused_at_the_start() {
    use stempel_server::auth::KeySet;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    let one = Pair::read("one", EC_ONE).public;
    let mut private = one.clone();
    private["d"] = json!("AAAA");
    let mut misnamed = one.clone();
    misnamed["alg"] = json!("ES384");
    let rsa = json!({ "kty": "RSA", "n": "AAAA", "e": "AQAB" });
    let many = vec![one.clone(); 9];
    for (text, words) in [
        ("nonsense".to_owned(), "not a set of keys"),
        (json!({ "keys": [] }).to_string(), "no key of ES256"),
        (json!({ "keys": [rsa] }).to_string(), "no key of ES256"),
        (json!({ "keys": [misnamed] }).to_string(), "no key of ES256"),
        (json!({ "keys": [private] }).to_string(), "private key"),
        (json!({ "keys": many }).to_string(), "at most 8"),
    ] {
        std::fs::write(&file, text).unwrap();
        let refused = KeySet::open(KeySetAddress::File(file.clone())).err().unwrap().to_string();
        assert!(refused.contains(words) && refused.contains("keys.json"), "{refused}");
    }
    std::fs::write(&file, json!({ "keys": [rsa, one] }).to_string()).unwrap();
    assert!(KeySet::open(KeySetAddress::File(file)).is_ok(), "keys of others are passed over");
    for wrong in ["http://shop.example/keys", "ftp://shop.example/keys"] {
        assert!(KeySetAddress::parse(wrong).is_err(), "{wrong}");
    }
    assert!(KeySetAddress::parse("https://shop.example/keys").is_ok());
    assert!(KeySetAddress::parse("http://localhost:4840/keys").is_ok());
}
