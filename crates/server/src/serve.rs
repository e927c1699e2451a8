//! `serve`: from the command line to a running server, and back to rest.

use crate::app::{self, App, system_clock};
use crate::config::{Config, ServeArgs, StartError};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves until the process is told to stop.
///
/// # Errors
/// The setting that keeps it from starting.
pub fn run(args: &ServeArgs) -> Result<(), StartError> {
    let config = Config::read(args)?;
    let app = Arc::new(App::new(&config, &args.data.place()?, system_clock())?);
    let runtime = tokio::runtime::Runtime::new().map_err(|e| StartError::new("serve", e))?;
    runtime.block_on(async {
        let listener = listen(args.listen).await?;
        let programs: Vec<&str> = config.programs.iter().map(|it| it.program.id.as_str()).collect();
        let address = listener.local_addr().unwrap_or(args.listen);
        tracing::info!(%address, ?programs, "serving");
        let served = app::serve(listener, app, &config, stopped()).await;
        tracing::info!("stopped");
        served.map_err(|e| StartError::new("serve", e))
    })
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| {
        let fault = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "the port is in use; choose another, or stop what uses it".to_owned()
            }
            _ => error.to_string(),
        };
        StartError::new(format!("--listen {address}"), fault)
    })
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
