/**
 * The rights of a customer whose usage is stored: to see all that the database has of him, and to have it erased. What is
 * his is told by his number alone; who may ask is for the proxy in front to know.
 */
package telco.usage.customer;
