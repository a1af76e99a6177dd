/**
 * A run: one request to load one file, from the moment it is accepted to its report. Holds the table that is both
 * history and queue, the contract of a {@link telco.usage.run.Step}, and the REST resource under {@code /runs}.
 */
package telco.usage.run;
