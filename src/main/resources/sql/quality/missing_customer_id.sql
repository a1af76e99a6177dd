-- description: Rows without customer_id; they are kept aside.
-- warning: 1
-- message: {count} of {checked} rows have no customer_id; they were kept aside.
-- samples: MISSING_CUSTOMER_ID

select
    coalesce((select row_count from kept_aside where reason = 'MISSING_CUSTOMER_ID'), 0) as count,
    (select row_count from tally where disposition = 'READ') as checked
