-- description: How many rows have no billing_flag_one.
-- info: 5%
-- message: {count} of {checked} rows ({share}) have no billing_flag_one.
-- samples: NO_BILLING_FLAG_ONE

select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked
from staged_oddity
where oddity = 'NO_BILLING_FLAG_ONE'
