-- Rejects as suspense: a record that was kept aside is OPEN until a replay has taken it up or somebody has written it off.

alter table ingest.run
    add column max_rejects bigint,
    add column max_reject_ratio numeric,
    add column replayed_run_id integer references ingest.run (id),
    add column replayed_rejects bigint,
    add column left_rejects bigint,
    add constraint run_reject_limits check (max_rejects >= 0 and max_reject_ratio between 0 and 1),
    add constraint run_replay_is_whole check (
        (replayed_run_id is null) = (replayed_rejects is null) and (replayed_run_id is null) = (left_rejects is null));

-- Who wants to replay a run looks for replays of it that are under way.
create index run_replay on ingest.run (replayed_run_id) where replayed_run_id is not null;

comment on column ingest.run.max_rejects is 'What the request allows; NULL where the settings decide.';
comment on column ingest.run.max_reject_ratio is 'What the request allows; NULL where the settings decide.';
comment on column ingest.run.replayed_run_id is 'The run whose rejects this one loads.';
comment on column ingest.run.replayed_rejects is 'How many of them it takes up.';
comment on column ingest.run.left_rejects is 'How many that were open it could not take up, for they are not stored whole.';

alter table ingest.reject
    add column state text not null default 'OPEN',
    add column replay_run_id integer references ingest.run (id),
    add column settled_at timestamptz,
    add column settled_by text,
    add column why text,
    add constraint reject_state check (case state
        when 'OPEN' then settled_at is null and settled_by is null and why is null
        when 'REPLAYED' then
            settled_at is not null and settled_by is not null and why is null and replay_run_id is not null
        when 'WRITTEN_OFF' then settled_at is not null and settled_by is not null and why is not null
        else false
    end);

comment on column ingest.reject.replay_run_id is
    'The run that has taken the record up last. While the record is OPEN, that run has not published it: not yet, or it failed.';
comment on column ingest.reject.settled_by is 'Who asked for the replay, or wrote the record off.';

create table ingest.reject_total (
    run_id integer not null references ingest.run (id),
    reason text not null,
    state text not null,
    row_count bigint not null,
    stored_count bigint not null,
    charge numeric not null,
    constraint reject_total_key primary key (run_id, reason, state),
    constraint reject_total_state check (state in ('OPEN', 'REPLAYED', 'WRITTEN_OFF')),
    constraint reject_total_counts check (row_count > 0 and stored_count between 0 and row_count)
);

comment on table ingest.reject_total is
    'All that a run kept aside, counted: exact also where there were more than are stored in ingest.reject.';

insert into ingest.reject_total (run_id, reason, state, row_count, stored_count, charge)
select run_id, reason, 'OPEN', count(*), count(*), sum(charge)
from ingest.reject
group by run_id, reason;

-- A file that comes under the name of another one.
create index loaded_file_name on ingest.loaded_file (file_name, loaded_at);
