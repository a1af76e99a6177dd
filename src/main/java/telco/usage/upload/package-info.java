/**
 * Bodies of requests that are files: taken from the network straight to disk, within limits, and kept there until nobody needs
 * them. Knows nothing of runs.
 */
package telco.usage.upload;
