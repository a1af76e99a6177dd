-- description: Rows that last longer than MAX_DURATION.
-- warning: 1
-- message: {count} of {checked} rows have a duration above MAX_DURATION.
-- samples: EXTREME_DURATION

select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked
from staged_oddity
where oddity = 'EXTREME_DURATION'
