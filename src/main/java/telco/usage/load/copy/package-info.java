/**
 * The engine that loads by sorted days: threads cut the file into blocks of whole records, check them and spool the rows by
 * UTC day; then as many take day after day, sort it by key, tell duplicates and conflicts apart, and copy it by PostgreSQL's
 * binary COPY into a table of its own. The only code that imports the driver.
 */
package telco.usage.load.copy;
