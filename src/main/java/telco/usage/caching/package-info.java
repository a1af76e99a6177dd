/** What a caller has already and need not get again. */
package telco.usage.caching;
