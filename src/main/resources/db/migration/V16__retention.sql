-- What retention removed, to be shown to whoever asks; and how it stands with it. No foreign key: a record stays whatever
-- becomes of the run.

create table ingest.retention_record (
    id bigint generated always as identity primary key,
    removed_at timestamptz not null,
    run_id integer,
    keep_from timestamptz not null,
    period_months integer not null,
    day date not null,
    month varchar(7) not null,
    row_count bigint not null,
    bytes bigint not null,
    dropped boolean not null
);

create index retention_record_month on ingest.retention_record (month, id);

comment on table ingest.retention_record is
    'What retention removed, by UTC day and billing month: counts, and nothing of whom the rows were about. Written with the removal, only ever appended to.';
comment on column ingest.retention_record.run_id is 'The run behind which it happened; null when retention went by itself.';
comment on column ingest.retention_record.keep_from is 'Everything older than this went.';
comment on column ingest.retention_record.bytes is
    'What the day''s table had on disk, indexes included; with the billing month that had most of its rows. 0 when the day stays.';
comment on column ingest.retention_record.dropped is 'The day went as a whole, with its table; else the part of it that was too old.';

create trigger retention_record_append_only
    before update or delete or truncate on ingest.retention_record
    for each statement execute function ingest.refuse_change();

create table ingest.retention_state (
    period_months integer,
    confirmed_by text,
    confirmed_at timestamptz,
    told_months integer,
    due_at_once boolean not null default false,
    last_success_at timestamptz,
    last_failure_at timestamptz,
    last_failure text,
    only_row boolean not null default true,
    constraint retention_state_key primary key (only_row),
    constraint retention_state_is_one_row check (only_row)
);

comment on table ingest.retention_state is 'How it stands with retention.';
comment on column ingest.retention_state.period_months is 'The period in force; null while everything is kept.';
comment on column ingest.retention_state.confirmed_by is 'Who agreed to the period in force; null when nobody had to.';
comment on column ingest.retention_state.told_months is 'The period of which it was told that it waits for somebody to confirm it.';
comment on column ingest.retention_state.due_at_once is 'It was confirmed and has not happened since.';
comment on column ingest.retention_state.last_failure is 'Why the last try failed; null when the last one succeeded.';

insert into ingest.retention_state (only_row)
values (true);
