-- Files that should come, and what was noticed of those that did not.

create table ingest.expectation (
    name text primary key,
    since timestamptz not null
);

comment on table ingest.expectation is 'The expectations that were ever set (EXPECTED_FILES), and since when: of before that nothing is expected.';

create table ingest.expected_file (
    expectation text not null references ingest.expectation (name),
    period text not null,
    due_at timestamptz not null,
    state text not null,
    constraint expected_file_key primary key (expectation, period),
    constraint expected_file_state check (state in ('LATE', 'MISSING', 'GAP', 'ARRIVED'))
);

comment on table ingest.expected_file is 'Files that were not there when they were due; ARRIVED when they have come since.';

create table ingest.expected_file_event (
    id bigint generated always as identity primary key,
    expectation text not null references ingest.expectation (name),
    period text not null,
    kind text not null,
    run_id integer references ingest.run (id),
    at timestamptz not null,
    message text not null,
    constraint expected_file_event_kind check (kind in ('LATE', 'MISSING', 'GAP', 'OUT_OF_ORDER', 'RECOVERED'))
);

create unique index expected_file_event_order on ingest.expected_file_event (expectation, run_id)
    where kind = 'OUT_OF_ORDER';

comment on table ingest.expected_file_event is 'What was noticed of expected files, in order. Each was told once.';
