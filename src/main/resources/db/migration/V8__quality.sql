-- What every check of a run came to, rows that show what a finding speaks of, and runs that QUALITY has stopped.

create table ingest.quality_result (
    run_id integer not null references ingest.run (id),
    check_name text not null,
    outcome text not null,
    found bigint not null,
    checked bigint not null,
    checked_at timestamptz not null,
    constraint quality_result_key primary key (run_id, check_name),
    constraint quality_result_outcome check (outcome in ('PASSED', 'INFO', 'WARNING', 'ERROR'))
);

create index quality_result_time on ingest.quality_result (check_name, checked_at);

comment on table ingest.quality_result is 'What each check of a run came to, those that were passed too.';
comment on column ingest.quality_result.found is 'How many of those that were checked are not as they should be.';

create table ingest.finding_sample (
    finding_id bigint not null references ingest.finding (id) on delete cascade,
    position integer not null,
    line_number bigint,
    record text not null,
    constraint finding_sample_key primary key (finding_id, position)
);

comment on table ingest.finding_sample is 'Some of what a finding speaks of, at most 20.';
comment on column ingest.finding_sample.line_number is 'Line of the file; NULL where it is about more than one record.';
comment on column ingest.finding_sample.record is 'The record as it stands in the file, or what else shows the problem.';

alter table ingest.run
    add column held_attempt integer,
    add column held_until timestamptz,
    add column released_at timestamptz,
    add column released_by text,
    add constraint run_hold_is_whole check ((held_attempt is null) = (held_until is null)),
    add constraint run_release_is_whole check ((released_at is null) = (released_by is null));

comment on column ingest.run.held_attempt is 'Of a run that a check has stopped: the attempt whose stage is kept, to be released.';
comment on column ingest.run.held_until is 'When that stage is dropped.';
comment on column ingest.run.released_by is 'Who wanted the stage published in spite of the check.';
