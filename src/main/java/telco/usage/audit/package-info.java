/** Who did what by hand, and what the service removed: written with the act itself, never changed, read at {@code GET /audit}. */
package telco.usage.audit;
