-- description: Rows older than the retention period; they are not loaded.
-- info: 1
-- warning: 100%
-- message: {count} of {checked} rows are older than RETENTION_PERIOD_MONTHS={retention} allows and were not
--     loaded. To load them, set a longer period or ENABLE_RETENTION_POLICY=false.

select
    (select row_count from tally where disposition = 'EXPIRED') as count,
    (select row_count from tally where disposition = 'READ') as checked
