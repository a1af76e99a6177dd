/**
 * The LOAD step: reads the file, checks every record, stages the good ones and keeps every bad one aside with its
 * reason. Columns and row rules live here; how rows get into the database is behind {@link
 * telco.usage.load.LoadEngine}.
 */
package telco.usage.load;
