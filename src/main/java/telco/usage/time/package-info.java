/** Where the service gets the time from, so that a test can hold it still. */
package telco.usage.time;
