-- description: Rows that last less than nothing.
-- warning: 1
-- message: {count} of {checked} rows have a duration below zero.
-- samples: NEGATIVE_DURATION

select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked
from staged_oddity
where oddity = 'NEGATIVE_DURATION'
