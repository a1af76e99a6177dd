/**
 * The engine that stages rows with PostgreSQL's binary COPY; the only code that imports the driver.
 */
package telco.usage.load.copy;
