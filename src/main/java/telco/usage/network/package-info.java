/** Addresses as settings and headers write them. Knows nothing of who uses them. */
package telco.usage.network;
