-- description: Rows that repeat an earlier row of the file; they are loaded once.
-- warning: 5%
-- when: publication
-- message: {count} of {checked} rows ({share}) repeat an earlier row of the file: each was loaded once.
-- samples: DUPLICATE_IN_FILE

select
    (select row_count from tally where disposition = 'DUPLICATE_IN_FILE') as count,
    (select row_count from tally where disposition = 'READ') as checked
