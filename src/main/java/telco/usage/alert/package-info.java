/**
 * Tells a person by mail when a run needs one.
 */
package telco.usage.alert;
