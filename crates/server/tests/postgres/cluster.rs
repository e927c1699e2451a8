//! A PostgreSQL cluster in a temporary folder, reached by a socket there. A shell holds it, and
//! ends it when the pipe to this process closes, however this process ends.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// PostgreSQL refuses to run as root, so then it runs as the user its package made.
const SCRIPT: &str = r#"
dir=$1 bin=$2
as() { if [ "$(id -u)" = 0 ]; then exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else exec "$@"; fi; }
[ "$(id -u)" = 0 ] && chown postgres "$dir"
cd "$dir"
(as "$bin/initdb" -D "$dir/data" -U stempel -A trust -E UTF8 --locale=C --no-sync) >"$dir/log" 2>&1 ||
  { cat "$dir/log" >&2; rm -rf "$dir"; echo failed; exit 1; }
(as "$bin/postgres" -D "$dir/data" -h '' -k "$dir" -c fsync=off -c max_connections=400) >>"$dir/log" 2>&1 &
pid=$!
echo started
cat >/dev/null
kill -INT "$pid"; wait "$pid"
rm -rf "$dir"
"#;

struct Cluster {
    folder: PathBuf,
    /// Closing its input ends it.
    _shell: Child,
}

/// The address of a new, empty database.
pub fn database() -> String {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let cluster = CLUSTER.get_or_init(|| match binaries() {
        Some(binaries) => Cluster::start(&binaries),
        None => not_run(),
    });
    let name = format!("t{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut client = postgres::Client::connect(&cluster.url("postgres"), postgres::NoTls).unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    cluster.url(&name)
}

impl Cluster {
    fn start(binaries: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap().keep();
        let mut shell = Command::new("sh")
            .args(["-c", SCRIPT, "sh"])
            .args([&folder, binaries])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(shell.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said.trim(), "started", "initdb failed");
        let cluster = Self { folder, _shell: shell };
        let up = || postgres::Client::connect(&cluster.url("postgres"), postgres::NoTls).is_ok();
        let tries = (0..200).take_while(|_| {
            let wait = !up();
            if wait {
                std::thread::sleep(Duration::from_millis(50));
            }
            wait
        });
        assert!(
            tries.count() < 200,
            "PostgreSQL does not answer: see {}",
            cluster.folder.display()
        );
        cluster
    }

    fn url(&self, database: &str) -> String {
        format!("host={} user=stempel dbname={database}", self.folder.display())
    }
}

/// The folder with `initdb` and `postgres`: on the path, or where Debian puts them.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let debian = debian.filter_map(|it| Some(it.ok()?.path().join("bin")));
    let mut folders = std::env::split_paths(&path).chain(debian);
    folders.find(|it| it.join("initdb").is_file() && it.join("postgres").is_file())
}

fn not_run() -> ! {
    let required = std::env::var_os("STEMPEL_TEST_POSTGRES").is_some_and(|it| it == "required");
    // Not by eprintln, which the harness swallows.
    let _ = writeln!(
        std::io::stderr(),
        "\nNOT RUN: the server's suite on Postgres: no initdb and postgres on the PATH nor below \
         /usr/lib/postgresql. Install PostgreSQL (Debian: postgresql)."
    );
    std::process::exit(required.into());
}
