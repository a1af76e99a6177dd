/** What content is known by: its SHA-256. */
package telco.usage.digest;
