/** Usage for those who do not speak SQL: what the analysts' views say, over HTTP, as JSON and as CSV. */
package telco.usage.analytics;
