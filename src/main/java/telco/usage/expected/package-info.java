/**
 * Files that should come: by a calendar that is set, what does not arrive in time or in order is noticed and told, and told
 * once more when it is there.
 */
package telco.usage.expected;
