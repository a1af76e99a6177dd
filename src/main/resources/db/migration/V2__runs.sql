-- The control tables: runs (which are also the queue), what they did and found, and which files are in the warehouse.

create table ingest.run (
    id integer generated always as identity primary key,
    state text not null,
    trigger text not null,
    file_name text not null,
    file_path text not null,
    size_bytes bigint not null,
    sha256 text,
    force boolean not null,
    validate_only boolean not null,
    requested_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    -- Set in the transaction that makes the rows visible: from here on an attempt goes on behind PUBLISH.
    published_at timestamptz,
    available_at timestamptz not null,
    worker text,
    attempt integer not null default 0,
    heartbeat_at timestamptz,
    bytes_read bigint not null default 0,
    rows_read bigint not null default 0,
    rows_staged bigint not null default 0,
    -- The file's header, if it has one: without it its records are not to be read again.
    header bytea,
    original_run_id integer references ingest.run (id),
    error_code text,
    error_message text,
    constraint run_state check (state in (
        'QUEUED', 'RUNNING', 'CANCELLING',
        'SUCCEEDED', 'SUCCEEDED_WITH_WARNINGS', 'SKIPPED_DUPLICATE', 'FAILED', 'CANCELLED', 'REVERTED')),
    constraint run_trigger check (trigger in ('API', 'UPLOAD', 'INBOX', 'CLI', 'REPLAY')),
    constraint run_error_is_whole check ((error_code is null) = (error_message is null))
);

create index run_queue on ingest.run (id) where state in ('QUEUED', 'RUNNING', 'CANCELLING');

create table ingest.run_step (
    run_id integer not null references ingest.run (id),
    name text not null,
    state text not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    constraint run_step_key primary key (run_id, name),
    constraint run_step_name check (name in ('LOAD', 'QUALITY', 'PUBLISH', 'RETENTION')),
    constraint run_step_state check (state in ('RUNNING', 'SUCCEEDED', 'SKIPPED', 'FAILED'))
);

create table ingest.run_tally (
    run_id integer not null references ingest.run (id),
    disposition text not null,
    row_count bigint not null,
    charge numeric not null,
    constraint run_tally_key primary key (run_id, disposition),
    constraint run_tally_disposition check (disposition in (
        'READ', 'LOADED', 'DUPLICATE_IN_FILE', 'DUPLICATE_IN_WAREHOUSE', 'CONFLICTING', 'REJECTED', 'EXPIRED'))
);

comment on table ingest.run_tally is
    'What became of the records of a run: READ is the sum of the other dispositions, in rows and in charge.';

create table ingest.finding (
    id bigint generated always as identity primary key,
    run_id integer not null references ingest.run (id),
    check_name text not null,
    severity text not null,
    found bigint not null,
    checked bigint not null,
    message text not null,
    constraint finding_severity check (severity in ('INFO', 'WARNING', 'ERROR'))
);

create index finding_run on ingest.finding (run_id);

create table ingest.reject (
    run_id integer not null references ingest.run (id),
    record_number bigint not null,
    line_number bigint not null,
    byte_offset bigint not null,
    reason text not null,
    column_name text,
    message text not null,
    charge numeric not null,
    -- Bytes, not text: a record may be rejected because it is no text at all.
    record bytea not null,
    record_bytes bigint not null,
    constraint reject_key primary key (run_id, record_number)
);

comment on column ingest.reject.charge is 'The charge at stake: what the record says, or 0 where that cannot be read.';
comment on column ingest.reject.record is 'The record as it stood in the file, without its line end; only the start of one too long to keep.';
comment on column ingest.reject.record_bytes is 'The length of the whole record in the file.';

create table ingest.loaded_file (
    sha256 text primary key,
    size_bytes bigint not null,
    file_name text not null,
    run_id integer not null references ingest.run (id),
    loaded_at timestamptz not null
);

create index loaded_file_size on ingest.loaded_file (size_bytes);

comment on table ingest.loaded_file is
    'The ledger: content that is in the warehouse, by hash. Written with the rows; a second delivery of it is skipped.';
