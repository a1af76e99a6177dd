-- description: Rows that cost something though their type is one of FREE_EVENT_TYPES and has never cost anything.
-- warning: 1
-- message: {count} rows cost something though their type is free: {detail}. If it is not any more, take it
--     out of FREE_EVENT_TYPES.
-- samples: CHARGE_ON_FREE_TYPE

with charged as (
    select o.event_type, sum(o.row_count) as row_count
    from staged_oddity o
    where o.oddity = 'CHARGE_ON_FREE_TYPE'
      and not exists (
          select from ingest.usage_by_month h
          where h.event_type = o.event_type and h.total_charge <> 0)
    group by o.event_type
)
select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked,
    string_agg(event_type, ', ' order by event_type) as detail
from charged
