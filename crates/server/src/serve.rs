//! `serve`: from the command line to a running server, and back to rest.

use crate::app::{self, App, system_clock};
use crate::bounds;
use crate::config::{Config, ServeArgs, StartError};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};

/// How many connections may wait to be taken, as far as the system lets them. Whose connection finds
/// no room hears nothing: their system tries again after one second, three, seven and so on.
const CONNECTIONS_WAITING: u32 = 4_096;

/// How long threads that hang on the database are waited for at last.
const AT_LAST: Duration = Duration::from_millis(500);

/// Serves until the process is told to stop.
///
/// # Errors
/// The setting that keeps it from starting.
pub fn run(args: &ServeArgs) -> Result<(), StartError> {
    let mut config = Config::read(args)?;
    config.bounds = config.bounds.within(bounds::descriptors());
    let app = Arc::new(App::new(&config, &args.data.place()?, system_clock())?);
    let runtime = tokio::runtime::Runtime::new().map_err(|e| StartError::new("serve", e))?;
    let kept = Arc::clone(&app);
    let served = runtime.block_on(async {
        let listener = listen(args.listen)?;
        let programs: Vec<&str> = config.programs.iter().map(|it| it.program.id.as_str()).collect();
        let address = listener.local_addr().unwrap_or(args.listen);
        tracing::info!(%address, ?programs, "serving");
        let served = app::serve(listener, app, &config, stopped()).await;
        tracing::info!("stopped");
        served.map_err(|e| StartError::new("serve", e))
    });
    // What still waits for the database is given up before the store is closed, by this thread.
    runtime.shutdown_timeout(AT_LAST);
    drop(kept);
    served
}

fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    bound(address).map_err(|error| {
        let fault = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "the port is in use; choose another, or stop what uses it".to_owned()
            }
            _ => error.to_string(),
        };
        StartError::new(format!("--listen {address}"), fault)
    })
}

fn bound(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // So that a restart need not wait for the last connections of the one before. (Elsewhere than
    // on Unix it would let two listen at one address.)
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(CONNECTIONS_WAITING)
}

/// Ready when the process is told to stop: Ctrl-C, or SIGTERM where there are signals.
pub async fn stopped() {
    let interrupt = async {
        // Without a handler there is nothing to wait for: then only SIGTERM stops it.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => drop(terminate.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
