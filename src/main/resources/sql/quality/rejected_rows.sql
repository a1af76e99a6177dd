-- description: Rows that break a rule; they are kept aside.
-- warning: 1
-- message: {count} of {checked} rows were kept aside: {detail}. GET /runs/{run}/rejects lists them.
-- samples: rejected

select
    coalesce(sum(row_count), 0) as count,
    (select row_count from tally where disposition = 'READ') as checked,
    string_agg(format('%s %s (first on %s)', row_count, reason, first), '; ' order by row_count desc, reason) as detail
from kept_aside
