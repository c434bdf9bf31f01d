"""What can go wrong in the warehouse.

WarehouseError
├── SchemaRefused     the file is not ours, or newer than this program; says what to do
│   ├── DatabaseBusy  another program has been writing for longer than one waits
│   └── DatabaseGone  there is none, although there was one; says what to do
├── LoadFailed        a batch could not be loaded; nothing was changed
├── PublishFailed     the snapshot could not be written; the one before it stays
├── SnapshotMissing   nothing has been published yet
├── SnapshotUnreadable    what was published may not be opened
│   └── SnapshotDamaged   it can be opened and not be read; says what to do
├── RestoreFailed     a backup is absent, damaged or not ours
└── QueryRefused      a question that may not be asked, or can't be understood
    └── QueryLimit    a question that took too long, too much memory or gave too many rows
"""

from __future__ import annotations


class WarehouseError(Exception):
    """Root of the warehouse's errors; the text is one line that a person can act on."""


class SchemaRefused(WarehouseError):
    """The file is not ours, or its schema is newer than this program knows."""


class DatabaseBusy(SchemaRefused):
    """Another program has been writing for longer than one waits."""


class DatabaseGone(SchemaRefused):
    """There is no database, although what lies beside its place says that there was one; a new one would hide that."""


class LoadFailed(WarehouseError):
    """A batch could not be loaded; the transaction was rolled back."""


class PublishFailed(WarehouseError):
    """The snapshot could not be written; readers keep the one before it, and what was loaded is kept."""


class SnapshotMissing(WarehouseError):
    """Nothing has been published in this home yet."""


class SnapshotUnreadable(WarehouseError):
    """What was published may not be opened by whoever runs this program."""


class SnapshotDamaged(SnapshotUnreadable):
    """What was published can't be read: a disk's fault, or a file that something else wrote over."""


class RestoreFailed(WarehouseError):
    """A backup is absent, damaged or not ours; what is in place was left alone."""


class QueryRefused(WarehouseError):
    """A question that may not be asked, or one that can't be understood; carries the nearest names."""


class QueryLimit(QueryRefused):
    """A question that took too long, too much memory, or gave too many rows."""
