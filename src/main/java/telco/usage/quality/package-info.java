/**
 * The QUALITY step: audits what was staged before anybody sees it.
 */
package telco.usage.quality;
