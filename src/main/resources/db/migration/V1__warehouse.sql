-- What analysts see (schema public), the day partitions behind it (schema usage_day)
-- and the rollup that the views read (schema ingest, where Flyway keeps its history too).

do $$
begin
    -- md5(text) hashes the bytes of the server's encoding, so an event's identity is only the same everywhere in UTF-8.
    if current_setting('server_encoding') <> 'UTF8' then
        raise exception 'this database has the encoding %, it must be UTF8: create it with ENCODING ''UTF8''',
            current_setting('server_encoding');
    end if;
end
$$;

create schema usage_day;

comment on schema usage_day is 'One table per UTC day, each a partition of public.telco_billings_usage.';

create table public.telco_billings_usage (
    customer_id integer not null,
    event_start_time timestamptz not null,
    event_type varchar(50) not null,
    rate_plan_id integer,
    billing_flag_one integer,
    billing_flag_two integer,
    duration float8,
    charge numeric(18, 8),
    month varchar(7) not null,
    event_uuid varchar(32) collate "C" not null,
    run_id integer not null,
    constraint telco_billings_usage_key primary key (event_start_time, event_uuid)
) partition by range (event_start_time);

create index telco_billings_usage_customer on public.telco_billings_usage (customer_id);

comment on table public.telco_billings_usage is 'Every usage event that was loaded, once. Partitioned by UTC day.';
comment on column public.telco_billings_usage.event_start_time is 'When the call, text or data session began.';
comment on column public.telco_billings_usage.month is 'Billing month (yyyy-MM) as the provider wrote it: the local month of the event, not the UTC one.';
comment on column public.telco_billings_usage.duration is 'Seconds of a call, or what the provider counts for the other types.';
comment on column public.telco_billings_usage.event_uuid is 'The event''s identity, see generate_event_uuid.';
comment on column public.telco_billings_usage.run_id is 'The run that loaded the row (ingest.run).';

-- The identity of an event. Every expression in it is immutable (no session time zone, date style or locale plays in)
-- and it is one expression, so that the planner inlines it. NULL leaves its place empty; the only free text
-- comes last and is marked, so that NULL and the empty text differ and no two events share a frame.
create function public.generate_event_uuid(
    customer_id integer,
    event_start_time timestamptz,
    event_type text,
    rate_plan_id integer,
    charge numeric
) returns text
    language sql
    immutable
    parallel safe
as
$$
select md5(
    coalesce(customer_id::text, '')
    || '|' || coalesce((extract(epoch from (event_start_time at time zone 'UTC')) * 1000000)::bigint::text, '')
    || '|' || coalesce(rate_plan_id::text, '')
    || '|' || coalesce(charge::numeric(18, 8)::text, '')
    || '|' || coalesce('=' || event_type, ''))
$$;

comment on function public.generate_event_uuid(integer, timestamptz, text, integer, numeric) is
    'MD5 in hex over customer, microsecond of the event, rate plan, charge with eight decimals and event type.';

create table ingest.usage_rollup (
    month varchar(7) not null,
    event_type varchar(50) not null,
    rate_plan_id integer,
    customer_id integer not null,
    event_count bigint not null,
    -- numeric, not float8: what retention takes out must leave exactly what would be there without it.
    total_duration numeric not null,
    total_charge numeric not null,
    constraint usage_rollup_counts_events check (event_count > 0)
);

-- A NULL rate plan is a group of its own; an expression does what NULLS NOT DISTINCT does from PostgreSQL 15 on.
create unique index usage_rollup_key on ingest.usage_rollup
    (month, event_type, customer_id, coalesce(rate_plan_id, 0), (rate_plan_id is null));

-- In the order in which analytics_usage_distribution groups and counts: without it, it sorts the whole table each time.
create index usage_rollup_distribution on ingest.usage_rollup (event_type, rate_plan_id, customer_id);

comment on table ingest.usage_rollup is
    'Events by billing month, type, rate plan and customer: kept equal to the facts by each transaction that changes them.';
