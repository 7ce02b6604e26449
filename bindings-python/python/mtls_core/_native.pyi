"""
The native module; import `mtls_core` instead.
"""

from mtls_core.finding import Rule
from typing import Final

__all__ = ["__version__", "catalog"]

__version__: Final[str]

def catalog() -> list[Rule]:
    """
    Every rule of the engine, floor by floor: what it is about, why it matters, how to mend it.
    """
