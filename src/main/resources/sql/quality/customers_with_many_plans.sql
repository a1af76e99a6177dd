-- description: Customers with more rate plans in one month than MAX_RATE_PLANS_PER_CUSTOMER.
-- warning: 1
-- message: {count} of {checked} customers have more than MAX_RATE_PLANS_PER_CUSTOMER rate plans in one month.

select
    count(*) filter (where most > (select max_rate_plans from known)) as count,
    count(*) as checked
from (
    select customer_id, max(rate_plans) as most
    from (
        select customer_id, month, count(distinct rate_plan_id) as rate_plans
        from staged_rollup
        group by customer_id, month
    ) by_month
    group by customer_id
) by_customer

-- sample rows

select
    null::bigint as line_number,
    format('customer %s has %s rate plans in %s: %s', customer_id, count(distinct rate_plan_id), month,
        string_agg(distinct rate_plan_id::text, ', ')) as record
from staged_rollup
group by customer_id, month
having count(distinct rate_plan_id) > (select max_rate_plans from known)
order by count(distinct rate_plan_id) desc, customer_id, month
