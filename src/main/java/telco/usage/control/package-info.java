/**
 * The control file: what the provider says that a file holds, in {@code usage.csv.ctl} beside {@code usage.csv}. A run
 * whose file holds anything else publishes nothing.
 */
package telco.usage.control;
