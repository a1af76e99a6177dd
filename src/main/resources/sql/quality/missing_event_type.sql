-- description: Rows without event_type; they are kept aside.
-- warning: 1
-- message: {count} of {checked} rows have no event_type; they were kept aside.
-- samples: MISSING_EVENT_TYPE

select
    coalesce((select row_count from kept_aside where reason = 'MISSING_EVENT_TYPE'), 0) as count,
    (select row_count from tally where disposition = 'READ') as checked
