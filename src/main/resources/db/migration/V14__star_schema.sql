-- What analysts ask beyond the two views: usage by day, by charge and duration, by customer, and the dimensions that the
-- facts are joined with. All of it is kept by the transactions that change the facts, like the rollup itself, and is
-- counted once from what is there here.

-- The classes of the histograms. Each bound begins a class; what is below the first is class 0, what is missing is -1.
create function ingest.charge_bounds() returns numeric[]
    language sql
    immutable
    parallel safe
as
$$
select array[0, 0.00000001, 0.001, 0.01, 0.1, 1, 10, 100, 1000]::numeric[]
$$;

create function ingest.charge_class(charge numeric) returns smallint
    language sql
    immutable
    parallel safe
as
$$
select coalesce(width_bucket(charge, ingest.charge_bounds()), -1)::smallint
$$;

create function ingest.duration_bounds() returns float8[]
    language sql
    immutable
    parallel safe
as
$$
select array[0, 1, 10, 30, 60, 120, 300, 600, 1800, 3600, 14400]::float8[]
$$;

create function ingest.duration_class(duration float8) returns smallint
    language sql
    immutable
    parallel safe
as
$$
select coalesce(width_bucket(duration, ingest.duration_bounds()), -1)::smallint
$$;

comment on function ingest.charge_class(numeric) is 'The class of ingest.charge_bounds in which a charge lies.';
comment on function ingest.duration_class(float8) is 'The class of ingest.duration_bounds in which a duration lies.';

create table ingest.usage_by_day (
    day date not null,
    month varchar(7) not null,
    event_type varchar(50) not null,
    charge_class smallint not null,
    duration_class smallint not null,
    event_count bigint not null,
    total_duration numeric not null,
    total_charge numeric not null,
    constraint usage_by_day_key primary key (day, month, event_type, charge_class, duration_class),
    constraint usage_by_day_counts_events check (event_count > 0)
);

comment on table ingest.usage_by_day is
    'Events by UTC day, billing month, type and classes of charge and duration: kept equal to the facts by each transaction that changes them.';

-- The days of a group as bits: a day that leaves the warehouse leaves the group without anybody reading its other days.
-- The UTC days of a billing month are those of the calendar month and one more at either end, so 33 bits are enough.
create function ingest.month_start(month text) returns date
    language sql
    immutable
    parallel safe
as
$$
select make_date(left(month, 4)::integer, right(month, 2)::integer, 1)
$$;

create function ingest.day_bit(month text, day date) returns bigint
    language sql
    immutable
    parallel safe
as
$$
select 1::bigint << (day - ingest.month_start(month) + 1)
$$;

create function ingest.first_day(month text, event_days bigint) returns date
    language sql
    immutable
    parallel safe
as
$$
select ingest.month_start(month) + (33 - position(b'1' in (event_days & -event_days)::bit(34)))
$$;

create function ingest.last_day(month text, event_days bigint) returns date
    language sql
    immutable
    parallel safe
as
$$
select ingest.month_start(month) + (33 - position(b'1' in event_days::bit(34)))
$$;

comment on function ingest.day_bit(text, date) is
    'The bit of a UTC day among the days of a billing month: bit 0 is the day before the month, bit 1 its first day.';
comment on function ingest.first_day(text, bigint) is 'The earliest of the days of a billing month that are set.';
comment on function ingest.last_day(text, bigint) is 'The latest of the days of a billing month that are set.';

-- Room in each page for the next version of its rows: an update then touches no index.
alter table ingest.usage_rollup
    add column event_days bigint not null default 0,
    set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

comment on column ingest.usage_rollup.event_days is 'The UTC days on which the group has events, see ingest.day_bit.';

-- Who asks for a plan's customers comes by the customers; what is asked of a plan alone needs no more than the plan.
drop index ingest.usage_rollup_plan;

create index usage_rollup_customer on ingest.usage_rollup (customer_id);
create index usage_rollup_rate_plan on ingest.usage_rollup (rate_plan_id);

create table ingest.usage_by_customer (
    month varchar(7) not null,
    customer_id integer not null,
    event_count bigint not null,
    total_duration numeric not null,
    total_charge numeric not null,
    constraint usage_by_customer_key primary key (month, customer_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

alter table ingest.usage_by_plan
    set (fillfactor = 70);

create index usage_by_customer_charge on ingest.usage_by_customer (month, total_charge desc);

comment on table ingest.usage_by_customer is
    'ingest.usage_rollup by billing month and customer: kept equal to it by each transaction that changes it.';

-- The dimensions. Shaped like the targets of foreign keys of the facts, but the facts declare none: a check of each row
-- would cost the load more than the row itself, and the transaction that brings the row brings what it refers to.
create table public.dim_date (
    day date not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    year integer not null,
    quarter integer not null,
    month_of_year integer not null,
    day_of_month integer not null,
    iso_year integer not null,
    iso_week integer not null,
    iso_day_of_week integer not null,
    is_weekend boolean not null,
    calendar_month varchar(7) not null,
    constraint dim_date_key primary key (day)
);

create table public.dim_service_type (
    service_type varchar(50) not null,
    first_seen date not null,
    last_seen date not null,
    constraint dim_service_type_key primary key (service_type)
);

create table public.dim_rate_plan (
    rate_plan_id integer not null,
    first_seen date not null,
    last_seen date not null,
    customer_count bigint not null,
    constraint dim_rate_plan_key primary key (rate_plan_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

create table public.dim_customer (
    customer_id integer not null,
    first_seen date not null,
    last_seen date not null,
    rate_plan_id integer,
    constraint dim_customer_key primary key (customer_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

create table public.dim_customer_plan (
    customer_id integer not null,
    rate_plan_id integer not null,
    valid_from date not null,
    valid_to date not null,
    is_current boolean not null,
    -- The end of a version stays when retention moves its beginning: an update then touches no index.
    constraint dim_customer_plan_key primary key (customer_id, valid_to),
    constraint dim_customer_plan_current check (is_current = (valid_to = date '9999-12-31'))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

create index dim_customer_plan_rate_plan on public.dim_customer_plan (rate_plan_id);

comment on table public.dim_date is
    'Every UTC day of the calendar months in which there is usage. Join with the facts'' time: event_start_time >= starts_at and event_start_time < ends_at.';
comment on column public.dim_date.day is 'The UTC day.';
comment on column public.dim_date.starts_at is 'Its midnight, UTC.';
comment on column public.dim_date.ends_at is 'The next midnight, which is not part of it.';
comment on column public.dim_date.year is 'Calendar year.';
comment on column public.dim_date.quarter is '1 to 4.';
comment on column public.dim_date.month_of_year is '1 to 12.';
comment on column public.dim_date.day_of_month is '1 to 31.';
comment on column public.dim_date.iso_year is 'The year that the ISO week belongs to.';
comment on column public.dim_date.iso_week is '1 to 53.';
comment on column public.dim_date.iso_day_of_week is '1 is Monday, 7 is Sunday.';
comment on column public.dim_date.is_weekend is 'Saturday or Sunday.';
comment on column public.dim_date.calendar_month is
    'As yyyy-MM, of the UTC day: at the turn of a month not always the billing month of an event.';

comment on table public.dim_service_type is 'The event types that the facts have.';
comment on column public.dim_service_type.service_type is 'Joins with event_type of the facts and service_type of the views.';
comment on column public.dim_service_type.first_seen is 'The first UTC day with an event of it in the warehouse.';
comment on column public.dim_service_type.last_seen is 'The last UTC day with an event of it.';

comment on table public.dim_rate_plan is 'The rate plans that the facts have. Events without a plan belong to none.';
comment on column public.dim_rate_plan.rate_plan_id is 'Joins with rate_plan_id of the facts.';
comment on column public.dim_rate_plan.first_seen is 'The first UTC day with an event on it in the warehouse.';
comment on column public.dim_rate_plan.last_seen is 'The last UTC day with an event on it.';
comment on column public.dim_rate_plan.customer_count is 'How many different customers have events on it.';

comment on table public.dim_customer is 'The customers that the facts have.';
comment on column public.dim_customer.customer_id is 'Joins with customer_id of the facts.';
comment on column public.dim_customer.first_seen is
    'The first UTC day with an event in the warehouse: what retention has removed is not known any more.';
comment on column public.dim_customer.last_seen is 'The last UTC day with an event.';
comment on column public.dim_customer.rate_plan_id is
    'The present plan: that of the current version in dim_customer_plan. NULL when no event has one.';

comment on table public.dim_customer_plan is
    'The plans of a customer, one after the other (a slowly changing dimension of type 2): for each customer and day at most one, valid_from <= day and day < valid_to.';
comment on column public.dim_customer_plan.customer_id is 'Joins with customer_id of the facts and of dim_customer.';
comment on column public.dim_customer_plan.rate_plan_id is
    'The plan. Of a day with usage on several, the one that the customer has used first last counts: on the day of a change, the new one.';
comment on column public.dim_customer_plan.valid_from is 'The first UTC day with usage on the plan since the one before.';
comment on column public.dim_customer_plan.valid_to is
    'The day on which the next plan begins, which is not part of this one; 9999-12-31 for the current plan.';
comment on column public.dim_customer_plan.is_current is 'No later plan is known.';

-- When what analysts read last changed; whoever has read it at the same version need not read it again.
create table ingest.warehouse_version (
    version bigint not null,
    changed_at timestamptz not null,
    only_row boolean not null default true,
    constraint warehouse_version_key primary key (only_row),
    constraint warehouse_version_is_one_row check (only_row)
);

comment on table ingest.warehouse_version is 'Counted up by each transaction that changes the facts.';

insert into ingest.warehouse_version (version, changed_at)
values (1, clock_timestamp());

-- How the dimensions follow from what is counted above. They are told which members to look at anew: the others are as
-- they were.

create function ingest.refresh_calendar() returns void
    language sql
as
$$
delete from public.dim_date d
where not exists (
    select from ingest.usage_by_day u
    where date_trunc('month', u.day::timestamp) = date_trunc('month', d.day::timestamp));

insert into public.dim_date
    (day, starts_at, ends_at, year, quarter, month_of_year, day_of_month, iso_year, iso_week, iso_day_of_week,
     is_weekend, calendar_month)
select d.day::date, d.day at time zone 'UTC', (d.day + interval '1 day') at time zone 'UTC',
       extract(year from d.day)::integer, extract(quarter from d.day)::integer, extract(month from d.day)::integer,
       extract(day from d.day)::integer, extract(isoyear from d.day)::integer, extract(week from d.day)::integer,
       extract(isodow from d.day)::integer, extract(isodow from d.day) > 5, to_char(d.day, 'YYYY-MM')
from (select distinct date_trunc('month', day::timestamp) as start from ingest.usage_by_day) m
cross join lateral generate_series(
    m.start, m.start + interval '1 month' - interval '1 day', interval '1 day') d (day)
on conflict (day) do nothing
$$;

create function ingest.refresh_service_types() returns void
    language sql
as
$$
delete from public.dim_service_type s
where not exists (select from ingest.usage_by_day u where u.event_type = s.service_type);

insert into public.dim_service_type as s (service_type, first_seen, last_seen)
select event_type, min(day), max(day)
from ingest.usage_by_day
group by event_type
on conflict (service_type) do update
set first_seen = excluded.first_seen, last_seen = excluded.last_seen
where (s.first_seen, s.last_seen) <> (excluded.first_seen, excluded.last_seen)
$$;

-- customer_count is kept by whoever changes the rollup: counting it anew would read all customers of the plans.
create function ingest.refresh_rate_plans(plans integer[]) returns void
    language sql
as
$$
with used as (
    select r.rate_plan_id, r.month, bit_or(r.event_days) as event_days
    from ingest.usage_rollup r
    join unnest(plans) plan (id) on r.rate_plan_id = plan.id
    group by r.rate_plan_id, r.month
)
update public.dim_rate_plan p
set first_seen = u.first_seen, last_seen = u.last_seen
from (
    select rate_plan_id, min(ingest.first_day(month, event_days)) as first_seen,
           max(ingest.last_day(month, event_days)) as last_seen
    from used
    group by rate_plan_id
) u
where p.rate_plan_id = u.rate_plan_id and (p.first_seen, p.last_seen) <> (u.first_seen, u.last_seen)
$$;

create function ingest.refresh_customers(customers integer[]) returns void
    language sql
as
$$
with used as materialized (
    select r.customer_id, r.rate_plan_id, r.month, bit_or(r.event_days) as event_days
    from ingest.usage_rollup r
    join unnest(customers) c (id) on r.customer_id = c.id
    group by r.customer_id, r.rate_plan_id, r.month
),
plans as (
    select u.customer_id, u.rate_plan_id, min(ingest.first_day(u.month, u.event_days)) as first_used,
           count(*) over (partition by u.customer_id) as plan_count
    from used u
    where u.rate_plan_id is not null
    group by u.customer_id, u.rate_plan_id
),
plan_of_day as (
    select distinct on (u.customer_id, d.day)
        u.customer_id, u.rate_plan_id, d.day
    from used u
    join plans p on p.customer_id = u.customer_id and p.rate_plan_id = u.rate_plan_id and p.plan_count > 1
    cross join lateral (
        select ingest.month_start(u.month) - 1 + n as day
        from generate_series(0, 32) n
        where u.event_days & (1::bigint << n) <> 0
    ) d
    order by u.customer_id, d.day, p.first_used desc, u.rate_plan_id desc
),
compared as (
    select d.customer_id, d.rate_plan_id, d.day,
           lag(d.rate_plan_id) over (partition by d.customer_id order by d.day) as before
    from plan_of_day d
),
history as materialized (
    -- Nearly all customers have one plan: their days need not be looked at.
    select p.customer_id, p.rate_plan_id, p.first_used as valid_from, date '9999-12-31' as valid_to
    from plans p
    where p.plan_count = 1
    union all
    select c.customer_id, c.rate_plan_id, c.day,
           lead(c.day, 1, date '9999-12-31') over (partition by c.customer_id order by c.day)
    from compared c
    where c.before is distinct from c.rate_plan_id
),
seen as materialized (
    select u.customer_id, min(ingest.first_day(u.month, u.event_days)) as first_seen,
           max(ingest.last_day(u.month, u.event_days)) as last_seen
    from used u
    group by u.customer_id
),
present as materialized (
    select s.customer_id, s.first_seen, s.last_seen, h.rate_plan_id
    from seen s
    left join history h on h.customer_id = s.customer_id and h.valid_to = date '9999-12-31'
),
-- Each of the following touches rows of its own: those that go, those that are there, and those that are new.
versions_gone as (
    delete from public.dim_customer_plan p
    using unnest(customers) c (id)
    where p.customer_id = c.id
      and not exists (select from history h where h.customer_id = p.customer_id and h.valid_to = p.valid_to)
),
versions_changed as (
    update public.dim_customer_plan p
    set rate_plan_id = h.rate_plan_id, valid_from = h.valid_from
    from history h
    where p.customer_id = h.customer_id and p.valid_to = h.valid_to
      and (p.rate_plan_id, p.valid_from) <> (h.rate_plan_id, h.valid_from)
),
versions_new as (
    insert into public.dim_customer_plan (customer_id, rate_plan_id, valid_from, valid_to, is_current)
    select h.customer_id, h.rate_plan_id, h.valid_from, h.valid_to, h.valid_to = date '9999-12-31'
    from history h
    where not exists (
        select from public.dim_customer_plan p where p.customer_id = h.customer_id and p.valid_to = h.valid_to)
),
customers_gone as (
    delete from public.dim_customer d
    using unnest(customers) c (id)
    where d.customer_id = c.id and not exists (select from seen s where s.customer_id = d.customer_id)
),
customers_changed as (
    update public.dim_customer d
    set first_seen = p.first_seen, last_seen = p.last_seen, rate_plan_id = p.rate_plan_id
    from present p
    where d.customer_id = p.customer_id
      and (d.first_seen, d.last_seen, d.rate_plan_id) is distinct from (p.first_seen, p.last_seen, p.rate_plan_id)
)
insert into public.dim_customer (customer_id, first_seen, last_seen, rate_plan_id)
select p.customer_id, p.first_seen, p.last_seen, p.rate_plan_id
from present p
where not exists (select from public.dim_customer d where d.customer_id = p.customer_id)
$$;

comment on function ingest.refresh_calendar() is 'Makes dim_date that of ingest.usage_by_day.';
comment on function ingest.refresh_service_types() is 'Makes dim_service_type that of ingest.usage_by_day.';
comment on function ingest.refresh_rate_plans(integer[]) is 'Makes the days of these rate plans those of ingest.usage_rollup.';
comment on function ingest.refresh_customers(integer[]) is
    'Makes dim_customer and dim_customer_plan of these customers those of ingest.usage_rollup.';

-- From here on: once, from what is there.

insert into ingest.usage_by_day
    (day, month, event_type, charge_class, duration_class, event_count, total_duration, total_charge)
select (event_start_time at time zone 'UTC')::date, month, event_type, ingest.charge_class(charge),
       ingest.duration_class(duration), count(*), coalesce(sum(duration::numeric), 0), coalesce(sum(charge), 0)
from public.telco_billings_usage
group by 1, 2, 3, 4, 5;

update ingest.usage_rollup r
set event_days = f.event_days
from (
    select month, event_type, rate_plan_id, customer_id,
           bit_or(ingest.day_bit(month, (event_start_time at time zone 'UTC')::date)) as event_days
    from public.telco_billings_usage
    group by month, event_type, rate_plan_id, customer_id
) f
where r.month = f.month and r.event_type = f.event_type and r.customer_id = f.customer_id
  and r.rate_plan_id is not distinct from f.rate_plan_id;

alter table ingest.usage_rollup
    alter column event_days drop default,
    add constraint usage_rollup_has_days check (event_days > 0);

insert into ingest.usage_by_customer (month, customer_id, event_count, total_duration, total_charge)
select month, customer_id, sum(event_count), sum(total_duration), sum(total_charge)
from ingest.usage_rollup
group by month, customer_id;

insert into public.dim_rate_plan (rate_plan_id, first_seen, last_seen, customer_count)
select rate_plan_id, min(ingest.first_day(month, event_days)), max(ingest.last_day(month, event_days)),
       count(distinct customer_id)
from ingest.usage_rollup
where rate_plan_id is not null
group by rate_plan_id;

select ingest.refresh_calendar();
select ingest.refresh_service_types();
select ingest.refresh_customers(array(select distinct customer_id from ingest.usage_rollup));
