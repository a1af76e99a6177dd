-- Both views read totals that every publishing and retiring transaction keeps equal to the facts.

create or replace view public.analytics_usage_distribution as
select
    event_type as service_type,
    rate_plan_id,
    event_count,
    total_duration::float8 as total_duration,
    total_charge::numeric(30, 8) as total_charge,
    customer_count
from ingest.usage_by_plan;

comment on view public.analytics_usage_distribution is
    'Usage by service type and rate plan; customer_count is exact and counts a customer once.';

create or replace view public.analytics_monthly_trends as
select
    month,
    event_type as service_type,
    event_count,
    customer_count,
    total_duration::float8 as total_duration,
    total_charge::numeric(30, 8) as total_charge
from ingest.usage_by_month;

comment on view public.analytics_monthly_trends is
    'Usage by billing month and service type; customer_count is exact and counts a customer once a month.';
