-- description: Rows of an event type that is none of EVENT_TYPES.
-- warning: 1
-- message: {count} of {checked} rows have an event type that is not known: {detail}. If it is right, add it
--     to EVENT_TYPES.
-- samples: UNKNOWN_EVENT_TYPE

select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked,
    (select string_agg(event_type, ', ' order by row_count desc, event_type)
     from (
         select event_type, sum(row_count) as row_count
         from staged_oddity
         where oddity = 'UNKNOWN_EVENT_TYPE'
         group by event_type
         order by row_count desc, event_type
         limit 5
     ) most) as detail
from staged_oddity
where oddity = 'UNKNOWN_EVENT_TYPE'
