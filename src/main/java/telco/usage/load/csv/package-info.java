/**
 * Cuts a stream of bytes into CSV records and fields, in constant memory and whatever the bytes are.
 */
package telco.usage.load.csv;
