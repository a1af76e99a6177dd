-- What is asked about customers. All of it reads the rollup, which every publishing and retiring transaction keeps equal
-- to the facts; so it is exact, and costs what customers times months cost, not what events do.

create or replace view public.analytics_top_customers as
select
    month,
    rank() over (partition by month order by sum(total_charge) desc) as charge_rank,
    customer_id,
    sum(event_count)::bigint as event_count,
    sum(total_duration)::float8 as total_duration,
    sum(total_charge)::numeric(30, 8) as total_charge
from ingest.usage_rollup
group by month, customer_id;

comment on view public.analytics_top_customers is
    'Every customer of a billing month and the place that its charge has there. Ask for one month: where month = ''2016-03'' and charge_rank <= 20.';
comment on column public.analytics_top_customers.charge_rank is
    '1 is the highest charge of the month; customers of one charge share a place, and the places behind it are left out.';

create or replace view public.analytics_plan_changes as
with plans as (
    select
        customer_id,
        month,
        array_agg(distinct rate_plan_id order by rate_plan_id) as rate_plan_ids
    from ingest.usage_rollup
    where rate_plan_id is not null
    group by customer_id, month
),
compared as (
    select
        customer_id,
        month,
        rate_plan_ids,
        lag(month) over before as previous_month,
        lag(rate_plan_ids) over before as previous_rate_plan_ids
    from plans
    window before as (partition by customer_id order by month)
)
select
    customer_id,
    month,
    rate_plan_ids,
    previous_month,
    previous_rate_plan_ids
from compared
where rate_plan_ids <> previous_rate_plan_ids;

comment on view public.analytics_plan_changes is
    'The months in which a customer used other rate plans than in the month before in which it used any.';
comment on column public.analytics_plan_changes.previous_month is
    'The last billing month before with usage on a rate plan: not always the calendar month before.';

create or replace view public.analytics_customer_movement as
with activity as (
    select
        month,
        customer_id,
        to_char(to_date(month, 'YYYY-MM') - interval '1 month', 'YYYY-MM') as calendar_month_before,
        to_char(to_date(month, 'YYYY-MM') + interval '1 month', 'YYYY-MM') as calendar_month_behind,
        lag(month) over around as active_before,
        lead(month) over around as active_behind
    from (select distinct month, customer_id from ingest.usage_rollup) active
    window around as (partition by customer_id order by month)
),
arrivals as (
    select
        month,
        count(*) as active_customers,
        count(*) filter (where active_before is null) as new_customers,
        count(*) filter (where active_before < calendar_month_before) as returned_customers
    from activity
    group by month
),
departures as (
    select
        calendar_month_behind as month,
        count(*) as lost_customers
    from activity
    where active_behind is distinct from calendar_month_behind
    group by calendar_month_behind
)
select
    month,
    active_customers,
    new_customers,
    returned_customers,
    coalesce(lost_customers, 0) as lost_customers
from arrivals
left join departures using (month);

comment on view public.analytics_customer_movement is
    'Customers by billing month: with usage, for the first time, again after a gap, and with usage in the month before but none in this one.';
comment on column public.analytics_customer_movement.new_customers is
    'Without usage in any earlier month that is in the warehouse: what retention has removed is not known any more.';
comment on column public.analytics_customer_movement.lost_customers is
    'They had usage in the calendar month before and have none in this one. While files of a month are still to come, it is too high.';
