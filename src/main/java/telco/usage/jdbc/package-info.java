/**
 * Plain JDBC with less noise: transactions, statements with bound values, and one unchecked exception that knows
 * whether trying again can help. Knows nothing of usage or runs.
 */
package telco.usage.jdbc;
