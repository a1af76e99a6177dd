/** Proves what lies in docker/ as far as can be without a container engine: rules, dashboards, manifests and the image's steps. */
package telco.usage.docker;
