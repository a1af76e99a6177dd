-- description: How many rows have no charge.
-- warning: 5%
-- message: {count} of {checked} rows ({share}) have no charge.
-- samples: NO_CHARGE

select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked
from staged_oddity
where oddity = 'NO_CHARGE'
