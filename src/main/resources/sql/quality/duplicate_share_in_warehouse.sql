-- description: Rows that are in the warehouse already; they are not loaded again.
-- info: 5%
-- warning: 50%
-- when: publication
-- message: {count} of {checked} rows ({share}) were in the warehouse before: is this an older file once more?
-- samples: DUPLICATE_IN_WAREHOUSE

select
    (select row_count from tally where disposition = 'DUPLICATE_IN_WAREHOUSE') as count,
    -- Who forces a load of what is there knows it.
    (select row_count from tally where disposition = 'READ' and not (select is_forced from known)) as checked
