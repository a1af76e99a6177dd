-- description: Rows with the identity of another row that say something else; they are kept aside.
-- warning: 1
-- when: publication
-- message: {count} rows have the customer, time, type, plan and charge of a row that was there first, but
--     differ in flags, duration or month. The first stays; these were kept aside: GET /runs/{run}/rejects
--     lists them.
-- samples: KEY_CONFLICT

select
    (select row_count from tally where disposition = 'CONFLICTING') as count,
    (select row_count from tally where disposition = 'READ') as checked
