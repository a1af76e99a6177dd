/**
 * Keeps the tables in shape behind the loads: statistics for the planner as soon as a run has ended, and once a day what
 * dead rows have left behind.
 */
package telco.usage.care;
