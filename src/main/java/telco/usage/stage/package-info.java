/**
 * The table in which an attempt's checked rows wait, seen by nobody else, until PUBLISH moves them.
 */
package telco.usage.stage;
