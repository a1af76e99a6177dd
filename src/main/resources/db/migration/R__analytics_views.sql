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
comment on column public.analytics_usage_distribution.service_type is 'The event type.';
comment on column public.analytics_usage_distribution.rate_plan_id is 'The rate plan; NULL is a group of its own.';
comment on column public.analytics_usage_distribution.event_count is 'How many events.';
comment on column public.analytics_usage_distribution.total_duration is 'Their durations.';
comment on column public.analytics_usage_distribution.total_charge is 'Their charges, exact.';
comment on column public.analytics_usage_distribution.customer_count is
    'How many different customers. One may be in several rows, so these do not add up.';

comment on column public.analytics_monthly_trends.month is 'Billing month, as yyyy-MM.';
comment on column public.analytics_monthly_trends.service_type is 'The event type.';
comment on column public.analytics_monthly_trends.event_count is 'How many events.';
comment on column public.analytics_monthly_trends.customer_count is
    'How many different customers. One may be in several rows, so these do not add up.';
comment on column public.analytics_monthly_trends.total_duration is 'Their durations.';
comment on column public.analytics_monthly_trends.total_charge is 'Their charges, exact.';
