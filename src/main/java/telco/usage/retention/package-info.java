/**
 * Removes what is older than the retention period, exactly: behind each load and by itself. Shows what would go, keeps a
 * record of what went, and asks before a shorter period takes more than half.
 */
package telco.usage.retention;
