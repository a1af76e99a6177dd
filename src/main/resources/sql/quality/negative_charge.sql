-- description: Rows that cost less than nothing.
-- warning: 1
-- message: {count} of {checked} rows have a charge below zero. Credits belong elsewhere: ask the provider
--     what they are.
-- samples: NEGATIVE_CHARGE

select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked
from staged_oddity
where oddity = 'NEGATIVE_CHARGE'
