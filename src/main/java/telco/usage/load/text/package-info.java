/**
 * Gets at the text of a usage file: tells by its content how it is packed, and unpacks it within limits.
 */
package telco.usage.load.text;
