-- Where a run's rows are, so that they are found again without reading the whole warehouse.

create table ingest.run_day (
    run_id integer not null references ingest.run (id),
    day date not null,
    constraint run_day_key primary key (run_id, day)
);

comment on table ingest.run_day is 'The UTC days into which a run has published rows. Written with them.';

insert into ingest.run_day (run_id, day)
select distinct run_id, (event_start_time at time zone 'UTC')::date
from public.telco_billings_usage;
