-- description: Rows without event_start_time; they are kept aside.
-- warning: 1
-- message: {count} of {checked} rows have no event_start_time; they were kept aside.
-- samples: MISSING_EVENT_START_TIME

select
    coalesce((select row_count from kept_aside where reason = 'MISSING_EVENT_START_TIME'), 0) as count,
    (select row_count from tally where disposition = 'READ') as checked
