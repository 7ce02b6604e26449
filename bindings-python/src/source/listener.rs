//! Python's listeners, called from threads of the engine.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use mtls_core::trust::source as core;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use super::SourceEvent;
use crate::arguments::mismatch;

/// What hears of events: anything that can be called with one.
pub(super) struct Listener(Py<PyAny>);

impl FromPyObject<'_, '_> for Listener {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = hint::LISTENER;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        match value.is_callable() {
            true => Ok(Self(value.to_owned().unbind())),
            false => Err(mismatch(&value, "Callable")),
        }
    }
}

impl Listener {
    /// The listener for the engine. It must be called by threads that do not hold the GIL, and it takes it. What it raises
    /// goes to `sys.unraisablehook`.
    pub(super) fn get(self, py: Python<'_>) -> PyResult<impl Fn(&core::SourceEvent) + Send + Sync + 'static> {
        mind_the_end(py)?;
        let Self(listener) = self;
        Ok(move |event: &core::SourceEvent| {
            let Some(_call) = Call::begin() else { return };
            let told = SourceEvent(event.clone());
            Python::try_attach(|py| {
                if let Err(error) = listener.call1(py, (told,)) {
                    error.write_unraisable(py, Some(listener.bind(py)));
                }
            });
        })
    }
}

/// No call begins any more.
static ENDING: AtomicBool = AtomicBool::new(false);
/// How many calls are under way. No lock: a child of `fork` would inherit it, held by a thread that it does not have.
static CALLS: AtomicUsize = AtomicUsize::new(0);

/// A call under way.
struct Call;

impl Call {
    /// None once the interpreter ends: a thread that takes the GIL then is ended within Python's code, and the process with it.
    fn begin() -> Option<Self> {
        CALLS.fetch_add(1, Ordering::SeqCst);
        let call = Self;
        (!ENDING.load(Ordering::SeqCst)).then_some(call)
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        // Not below zero: a child of `fork` begins to count anew, perhaps in the middle of a call.
        let _ = CALLS.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |calls| calls.checked_sub(1));
    }
}

/// Lets the interpreter end when no listener runs, as it does for threads of Python.
fn mind_the_end(py: Python<'_>) -> PyResult<()> {
    static MINDED: PyOnceLock<()> = PyOnceLock::new();
    MINDED
        .get_or_try_init(py, || {
            py.import("atexit")?.call_method1("register", (wrap_pyfunction!(await_listeners, py)?,))?;
            let os = py.import("os")?;
            if os.hasattr("register_at_fork")? {
                let after = PyDict::new(py);
                after.set_item("after_in_child", wrap_pyfunction!(forget_listeners, py)?)?;
                os.call_method("register_at_fork", (), Some(&after))?;
            }
            Ok(())
        })
        .copied()
}

/// Ctrl-C ends the wait.
#[pyfunction]
fn await_listeners(py: Python<'_>) -> PyResult<()> {
    ENDING.store(true, Ordering::SeqCst);
    while CALLS.load(Ordering::SeqCst) > 0 {
        py.detach(|| std::thread::sleep(Duration::from_millis(5)));
        py.check_signals()?;
    }
    Ok(())
}

/// The threads that they run on are not in a child process.
#[pyfunction]
fn forget_listeners() {
    CALLS.store(0, Ordering::SeqCst);
}

#[cfg(feature = "stubs")]
mod hint {
    use pyo3::PyTypeInfo as _;
    use pyo3::inspect::PyStaticExpr;
    use pyo3::{type_hint_identifier, type_hint_subscript};

    pub(super) const LISTENER: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Callable"),
        PyStaticExpr::List { elts: &[super::SourceEvent::TYPE_HINT] },
        type_hint_identifier!("builtins", "object")
    );
}
