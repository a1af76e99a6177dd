/** How lists are cut into pages: the same two query parameters wherever a list is long. */
package telco.usage.paging;
