-- What each file held, to compare later ones with: small, and kept with its run.

create table ingest.run_usage (
    run_id integer not null references ingest.run (id),
    day date not null,
    event_type varchar(50) not null,
    row_count bigint not null,
    total_duration float8 not null,
    total_charge numeric not null,
    constraint run_usage_key primary key (run_id, day, event_type)
);

comment on table ingest.run_usage is 'What a file held by UTC day and event type, each row once, also those that were loaded before.';

create table ingest.run_reach (
    run_id integer not null references ingest.run (id),
    day date,
    customer_count bigint,
    rate_plan_count bigint
);

create unique index run_reach_key on ingest.run_reach (run_id, coalesce(day, '-infinity'));

comment on table ingest.run_reach is 'How many different customers and rate plans a file had: as a whole (no day), and by UTC day.';
comment on column ingest.run_reach.customer_count is 'NULL where there are too many to be told apart.';
