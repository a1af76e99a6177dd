-- description: How many rows have no rate_plan_id.
-- warning: 5%
-- message: {count} of {checked} rows ({share}) have no rate_plan_id.
-- samples: NO_RATE_PLAN_ID

select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked
from staged_oddity
where oddity = 'NO_RATE_PLAN_ID'
