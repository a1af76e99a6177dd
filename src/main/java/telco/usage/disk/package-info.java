/** How much room there is where the service writes, for metrics and for the health check. */
package telco.usage.disk;
