-- description: Rows that begin later than they were read.
-- warning: 1
-- error: 50%
-- message: {count} of {checked} rows begin later than they were read: is the provider's clock or zone wrong?
-- samples: FUTURE_EVENT

select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked
from staged_oddity
where oddity = 'FUTURE_EVENT'
