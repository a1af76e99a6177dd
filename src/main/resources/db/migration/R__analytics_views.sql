-- Both views read the rollup, which every publishing and retiring transaction keeps equal to the facts.

create or replace view public.analytics_usage_distribution as
select
    event_type as service_type,
    rate_plan_id,
    sum(event_count)::bigint as event_count,
    sum(total_duration)::float8 as total_duration,
    sum(total_charge)::numeric(30, 8) as total_charge,
    count(distinct customer_id) as customer_count
from ingest.usage_rollup
group by event_type, rate_plan_id;

comment on view public.analytics_usage_distribution is
    'Usage by service type and rate plan; customer_count is exact and counts a customer once.';

create or replace view public.analytics_monthly_trends as
select
    month,
    event_type as service_type,
    sum(event_count)::bigint as event_count,
    count(distinct customer_id) as customer_count,
    sum(total_duration)::float8 as total_duration,
    sum(total_charge)::numeric(30, 8) as total_charge
from ingest.usage_rollup
group by month, event_type;

comment on view public.analytics_monthly_trends is
    'Usage by billing month and service type; customer_count is exact and counts a customer once a month.';
