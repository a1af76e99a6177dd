-- What is asked about customers. All of it reads what every publishing and retiring transaction keeps equal to the facts;
-- so it is exact, and costs what customers times months cost, not what events do.

drop view if exists public.analytics_plan_changes;

create or replace view public.analytics_top_customers as
select
    month,
    rank() over (partition by month order by total_charge desc) as charge_rank,
    customer_id,
    event_count,
    total_duration::float8 as total_duration,
    total_charge::numeric(30, 8) as total_charge
from ingest.usage_by_customer;

comment on view public.analytics_top_customers is
    'Every customer of a billing month and the place that its charge has there. Ask for one month: where month = ''2016-03'' and charge_rank <= 20.';
comment on column public.analytics_top_customers.month is 'Billing month, as yyyy-MM.';
comment on column public.analytics_top_customers.charge_rank is
    '1 is the highest charge of the month; customers of one charge share a place, and the places behind it are left out.';
comment on column public.analytics_top_customers.customer_id is 'The customer.';
comment on column public.analytics_top_customers.event_count is 'Its events in the month.';
comment on column public.analytics_top_customers.total_duration is 'Their durations.';
comment on column public.analytics_top_customers.total_charge is 'Their charges, exact.';

create view public.analytics_plan_changes as
select
    customer_id,
    valid_from as changed_on,
    rate_plan_id,
    previous_rate_plan_id
from (
    select
        customer_id,
        valid_from,
        rate_plan_id,
        lag(rate_plan_id) over (partition by customer_id order by valid_from) as previous_rate_plan_id
    from public.dim_customer_plan
) version
where previous_rate_plan_id is not null;

comment on view public.analytics_plan_changes is
    'When customers went from one rate plan to another. dim_customer_plan says what counts as a change.';
comment on column public.analytics_plan_changes.customer_id is 'The customer.';
comment on column public.analytics_plan_changes.changed_on is 'The first UTC day with usage on the new plan.';
comment on column public.analytics_plan_changes.rate_plan_id is 'The new plan.';
comment on column public.analytics_plan_changes.previous_rate_plan_id is 'The plan before.';

create or replace view public.analytics_customer_movement as
with activity as (
    select
        month,
        to_char(to_date(month, 'YYYY-MM') - interval '1 month', 'YYYY-MM') as calendar_month_before,
        to_char(to_date(month, 'YYYY-MM') + interval '1 month', 'YYYY-MM') as calendar_month_behind,
        active_before,
        active_behind
    from (
        select
            month,
            lag(month) over around as active_before,
            lead(month) over around as active_behind
        from ingest.usage_by_customer
        window around as (partition by customer_id order by month)
    ) customer
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
comment on column public.analytics_customer_movement.month is 'Billing month, as yyyy-MM.';
comment on column public.analytics_customer_movement.active_customers is 'Customers with usage in the month.';
comment on column public.analytics_customer_movement.new_customers is
    'Without usage in any earlier month that is in the warehouse: what retention has removed is not known any more.';
comment on column public.analytics_customer_movement.returned_customers is
    'With usage in an earlier month, but not in the one before.';
comment on column public.analytics_customer_movement.lost_customers is
    'They had usage in the calendar month before and have none in this one. While files of a month are still to come, it is too high.';
