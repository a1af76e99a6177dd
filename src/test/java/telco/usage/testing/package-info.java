/** What tests share: a real PostgreSQL, and the doors of a running service. */
package telco.usage.testing;
