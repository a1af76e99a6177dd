/**
 * The tables in which an attempt's checked rows wait, seen by nobody else, until PUBLISH attaches or merges them.
 */
package telco.usage.stage;
