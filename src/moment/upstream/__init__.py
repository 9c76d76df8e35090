"""A project brought together with what was published upstream: the joint of ``sift``, which reads events as elements, and
``sync``, which compares elements and carries changes out. Every shell calls this, and only shows what it answers."""

from __future__ import annotations

from moment.upstream.importing import Imported, import_upstream
from moment.upstream.reconciling import Reconciled, ReconcileInput, reconcile

__all__ = ["Imported", "ReconcileInput", "Reconciled", "import_upstream", "reconcile"]
