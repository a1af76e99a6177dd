-- description: Rows whose month is not that of their timestamp; they are kept aside.
-- warning: 1
-- message: {count} of {checked} rows name another month than their timestamp; they were kept aside. Has the
--     provider cut the file at the wrong hour?
-- samples: MONTH_MISMATCH

select
    coalesce((select row_count from kept_aside where reason = 'MONTH_MISMATCH'), 0) as count,
    (select row_count from tally where disposition = 'READ') as checked
