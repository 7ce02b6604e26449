//! How much text is taken.

/// Bounds on what is read. The defaults leave room for 10,000 manifests of a GitOps repository in one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the whole text. Default 64 MiB.
    pub max_bytes: usize,
    /// Documents of a stream. Default 100,000.
    pub max_documents: usize,
    /// Levels of lists and maps in one document. Default 64.
    pub max_depth: usize,
    /// Scalars, lists and maps in one document. Default 250,000.
    pub max_nodes: usize,
    /// Parts of a document that its aliases repeat, all together. Default 20,000.
    pub max_aliased_nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 64 << 20,
            max_documents: 100_000,
            max_depth: 64,
            max_nodes: 250_000,
            max_aliased_nodes: 20_000,
        }
    }
}
