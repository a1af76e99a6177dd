/** How tables are written for spreadsheets and programs. Knows nothing of usage or HTTP. */
package telco.usage.csv;
