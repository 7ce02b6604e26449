//! Where an edge connects from: `AddressRanges`.

use std::fmt;

use mtls_core::origin as core;
use pyo3::prelude::*;

use crate::arguments::{Address, Document, List};
use crate::raise::Raise;
use crate::record::{Record, json};

/// The ranges from which an edge connects to origins. They prove less than a certificate: all customers of the same network connect
/// from them.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct AddressRanges(pub(crate) core::AddressRanges);

#[pymethods]
impl AddressRanges {
    /// These ranges, in CIDR form.
    #[new]
    fn new(ranges: List<String>) -> Result<Self, Raise> {
        let ranges =
            ranges.iter().map(|range| range.parse()).collect::<Result<Vec<_>, core::OriginError>>()?;
        Ok(Self(core::AddressRanges::new(ranges)?))
    }

    /// Reads a list: one range a line, or the answer of Cloudflare's API in JSON.
    #[staticmethod]
    fn parse(py: Python<'_>, data: Document) -> Result<Self, Raise> {
        Ok(Self(py.detach(|| core::AddressRanges::parse(data.as_ref()))?))
    }

    /// Whether the address is in one of the ranges; an IPv4 address in IPv6 form counts as IPv4.
    fn contains(&self, address: Address) -> bool {
        self.0.contains(address.get())
    }

    #[getter]
    fn ranges(&self) -> Vec<String> {
        self.0.ranges().iter().map(ToString::to_string).collect()
    }

    /// What changes when Cloudflare's list changes, where the list was read from its JSON.
    #[getter]
    fn etag(&self) -> Option<&str> {
        self.0.etag()
    }

    /// All of it as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<AddressRanges, {} ranges>", self.0.ranges().len())
    }
}

impl fmt::Display for AddressRanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
