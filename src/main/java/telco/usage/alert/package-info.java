/**
 * Tells a person what needs one: alerts are put into an outbox with what they are about, and sent from there by mail and
 * webhook until they are taken.
 */
package telco.usage.alert;
