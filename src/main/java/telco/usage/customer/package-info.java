/**
 * The rights of a customer whose usage is stored: to see all that the database has, and to have it erased. What
 * belongs to a customer is told by the number alone; who may ask is for the proxy in front to know.
 */
package telco.usage.customer;
