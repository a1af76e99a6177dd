/**
 * The RETENTION step: removes what is older than the retention period, exactly.
 */
package telco.usage.retention;
