/**
 * The QUALITY step: rules, each a file of SQL, that judge what was staged before anybody sees it, and the history of what
 * they came to.
 */
package telco.usage.quality;
