/**
 * Brings the database up: the embedded server when none is configured, the schema, and readiness.
 */
package telco.usage.database;
