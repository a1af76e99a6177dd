-- description: Timestamps with an offset that PROVIDER_TIME_ZONE does not have then.
-- warning: 1
-- message: {count} of {checked} timestamps have an offset that PROVIDER_TIME_ZONE does not have then. Has the
--     provider missed a change of the clocks?
-- samples: FOREIGN_OFFSET

select
    coalesce(sum(row_count), 0) as count,
    (select coalesce(sum(row_count), 0) from staged_profile) as checked
from staged_oddity
where oddity = 'FOREIGN_OFFSET'
