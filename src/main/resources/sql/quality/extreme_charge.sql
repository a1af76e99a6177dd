-- description: Rows that cost more than MAX_CHARGE.
-- warning: 1
-- message: {count} of {checked} rows cost more than MAX_CHARGE: would you send that bill?
-- samples: EXTREME_CHARGE

select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked
from staged_oddity
where oddity = 'EXTREME_CHARGE'
