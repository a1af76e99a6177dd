-- What is asked by day, and how charges and durations are spread. All of it reads ingest.usage_by_day, which has some
-- dozens of rows a day.

create or replace view public.analytics_daily_usage as
select
    day,
    event_type as service_type,
    sum(event_count)::bigint as event_count,
    sum(total_duration)::float8 as total_duration,
    sum(total_charge)::numeric(30, 8) as total_charge
from ingest.usage_by_day
group by day, event_type;

comment on view public.analytics_daily_usage is 'Usage by UTC day and service type.';
comment on column public.analytics_daily_usage.day is 'The UTC day: near midnight not always the local one of the event.';
comment on column public.analytics_daily_usage.service_type is 'The event type.';
comment on column public.analytics_daily_usage.event_count is 'How many events began on the day.';
comment on column public.analytics_daily_usage.total_duration is 'Their durations.';
comment on column public.analytics_daily_usage.total_charge is 'Their charges, exact.';

create or replace view public.analytics_charge_histogram as
select
    month,
    event_type as service_type,
    charge_class,
    (ingest.charge_bounds())[nullif(charge_class, -1)] as charge_from,
    (ingest.charge_bounds())[nullif(charge_class, -1) + 1] as charge_below,
    sum(event_count)::bigint as event_count,
    sum(total_charge)::numeric(30, 8) as total_charge
from ingest.usage_by_day
group by month, event_type, charge_class;

comment on view public.analytics_charge_histogram is 'How many events have what charge, by billing month and service type.';
comment on column public.analytics_charge_histogram.month is 'Billing month, as yyyy-MM.';
comment on column public.analytics_charge_histogram.service_type is 'The event type.';
comment on column public.analytics_charge_histogram.charge_class is
    'For the order: 0 is below zero, 1 is exactly zero, -1 is no charge at all.';
comment on column public.analytics_charge_histogram.charge_from is 'The least charge of the class; NULL for negative and missing ones.';
comment on column public.analytics_charge_histogram.charge_below is
    'The charge at which the next class begins; NULL for the last one and for missing charges.';
comment on column public.analytics_charge_histogram.event_count is 'How many events have such a charge.';
comment on column public.analytics_charge_histogram.total_charge is 'What they charge together, exact.';

create or replace view public.analytics_duration_histogram as
select
    month,
    event_type as service_type,
    duration_class,
    (ingest.duration_bounds())[nullif(duration_class, -1)] as duration_from,
    (ingest.duration_bounds())[nullif(duration_class, -1) + 1] as duration_below,
    sum(event_count)::bigint as event_count,
    sum(total_duration)::float8 as total_duration
from ingest.usage_by_day
group by month, event_type, duration_class;

comment on view public.analytics_duration_histogram is 'How many events last how long, by billing month and service type.';
comment on column public.analytics_duration_histogram.month is 'Billing month, as yyyy-MM.';
comment on column public.analytics_duration_histogram.service_type is 'The event type.';
comment on column public.analytics_duration_histogram.duration_class is
    'For the order: 0 is below zero, 1 is less than a second, -1 is no duration at all.';
comment on column public.analytics_duration_histogram.duration_from is
    'The least duration of the class; NULL for negative and missing ones.';
comment on column public.analytics_duration_histogram.duration_below is
    'The duration at which the next class begins; NULL for the last one and for missing durations.';
comment on column public.analytics_duration_histogram.event_count is 'How many events last so long.';
comment on column public.analytics_duration_histogram.total_duration is 'How long they last together.';
