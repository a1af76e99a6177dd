-- description: How many rows have no duration.
-- warning: 5%
-- message: {count} of {checked} rows ({share}) have no duration.
-- samples: NO_DURATION

select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked
from staged_oddity
where oddity = 'NO_DURATION'
